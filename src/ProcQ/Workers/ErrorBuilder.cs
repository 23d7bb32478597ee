using System.Reflection;
using System.Runtime.ExceptionServices;
using ProcQ.Wire;

namespace ProcQ.Workers;

/// <summary>
/// Makes exceptions of error data. A worker's data is not trusted: a type is used only if it is an exception type that this process has already
/// loaded, and only through a public constructor that takes a message.
/// </summary>
internal static class ErrorBuilder
{
    /// <summary>The exception, of its own type where that can be done safely, with the remote stack as its stack trace.</summary>
    public static Exception Build(ErrorData data)
    {
        Exception[] inner = [.. data.Inner.Select(Build)];
        return Rebuild(data, inner) ?? Complete(Stand(data, inner), data);
    }

    private static Exception Complete(Exception exception, ErrorData data)
    {
        foreach (var (key, value) in data.Data)
            exception.Data[key] = value;
        if (data.StackTrace.Length > 0)
            ExceptionDispatchInfo.SetRemoteStackTrace(exception, data.StackTrace);
        return exception;
    }

    private static RemoteException Stand(ErrorData data, Exception[] inner) =>
        new($"{data.TypeName}: {data.Message}{Siblings(data)}", inner.FirstOrDefault())
        {
            TypeName = data.TypeName,
            RemoteStackTrace = data.StackTrace,
            HResult = data.HResult,
        };

    /// <summary>A stand-in has one inner exception; of several, it tells at least what they said.</summary>
    private static string Siblings(ErrorData data) =>
        data.Inner.Count < 2 ? "" : string.Concat(data.Inner.Select(e => $" ({e.Message})"));

    private static Exception? Rebuild(ErrorData data, Exception[] inner)
    {
        // A name with brackets could make this process load an assembly; one of a plain type only looks among what is loaded.
        if (data.TypeName.Length == 0 || data.TypeName.Contains('['))
            return null;
        try
        {
            if (FindType(data) is not { } type)
                return null;
            var exception =
                type == typeof(AggregateException)
                    ? new AggregateException(data.Message, inner)
                    : Construct(type, data.Message, inner.FirstOrDefault());
            if (exception is null)
                return null;
            exception.HResult = data.HResult;
            return Complete(exception, data);
        }
        catch (Exception)
        {
            // A constructor or property of the user's can throw anything; the stand-in carries the same facts.
            return null;
        }
    }

    private static Exception? Construct(Type type, string message, Exception? inner)
    {
        if (inner is not null && type.GetConstructor([typeof(string), typeof(Exception)]) is { } both)
            return (Exception)both.Invoke([message, inner]);
        if (type.GetConstructor([typeof(string)]) is { } one)
            return SameMessage((Exception)one.Invoke([message]), message);
        return type.GetConstructor([typeof(string), typeof(Exception)]) is { } other
            ? (Exception)other.Invoke([message, inner])
            : null;
    }

    /// <summary>A constructor may take its string for something else than the message (ArgumentNullException: the parameter's name).</summary>
    private static Exception? SameMessage(Exception exception, string message)
    {
        if (string.Equals(exception.Message, message, StringComparison.Ordinal))
            return exception;
        var both = exception.GetType().GetConstructor([typeof(string), typeof(Exception)]);
        return both is null ? exception : (Exception)both.Invoke([message, null]);
    }

    private static Type? FindType(ErrorData data)
    {
        foreach (var assembly in AppDomain.CurrentDomain.GetAssemblies())
        {
            if (!assembly.IsDynamic && string.Equals(assembly.GetName().Name, data.AssemblyName, StringComparison.Ordinal))
                return ExceptionType(assembly, data.TypeName);
        }

        return null;
    }

    private static Type? ExceptionType(Assembly assembly, string name) =>
        assembly.GetType(name, throwOnError: false) is { IsAbstract: false, ContainsGenericParameters: false } type
        && typeof(Exception).IsAssignableFrom(type)
            ? type
            : null;
}
