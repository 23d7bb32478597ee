using System.Reflection;

namespace ProcQ.MessagePack.Building;

/// <summary>Closes generic formatters and functions over types known at run time.</summary>
internal static class Generic
{
    public static object Create(Type open, Type[] arguments, params object?[] constructorArguments)
    {
        var closed = open.MakeGenericType(arguments);
        var constructor = closed.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)[0];
        return constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, constructorArguments, null);
    }

    /// <summary>Calls a static generic method of <paramref name="owner"/>.</summary>
    public static object Call(Type owner, string method, Type[] arguments, params object?[] callArguments) =>
        owner
            .GetMethod(method, BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic)!
            .MakeGenericMethod(arguments)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, callArguments, null)!;
}
