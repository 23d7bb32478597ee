using System.Collections;
using System.Reflection;
using System.Reflection.Emit;

namespace ProcQ.Specs.Pool;

/// <summary>An exception as most people write them.</summary>
public class OrderException : Exception
{
    public OrderException(string message)
        : base(message) { }

    public OrderException(string message, Exception inner)
        : base(message, inner) { }
}

/// <summary>An exception that cannot be made of a message.</summary>
public class ColdException(int degrees) : Exception($"It has {degrees} degrees.")
{
    public int Degrees { get; } = degrees;
}

/// <summary>An exception whose constructor refuses.</summary>
public class ShyException : Exception
{
    public ShyException() { }

    public ShyException(string message) => throw new InvalidOperationException($"Do not say '{message}'.");
}

/// <summary>An exception whose members throw when somebody looks at them.</summary>
public class BoobyTrapException : Exception
{
    public BoobyTrapException() { }

    public BoobyTrapException(string message)
        : base(message) { }

    public override string Message => throw new InvalidOperationException("message");

    public override string StackTrace => throw new InvalidOperationException("stack");

    public override IDictionary Data => throw new InvalidOperationException("data");

    public override string ToString() => throw new InvalidOperationException("text");
}

/// <summary>An exception whose members are not there.</summary>
public class BlankException : Exception
{
    public BlankException() { }

    public BlankException(string message)
        : base(message) { }

    public override string Message => null!;

    public override string StackTrace => null!;

    public override IDictionary Data => null!;
}

/// <summary>An exception that is fine but for its data.</summary>
public class NoDataException(string message) : Exception(message)
{
    public override IDictionary Data => throw new InvalidOperationException("data");
}

/// <summary>Exceptions that are hard to send.</summary>
internal static class Troubles
{
    /// <summary>An exception of a type that exists in this process only.</summary>
    public static Exception Unheard(string message)
    {
        var module = AssemblyBuilder
            .DefineDynamicAssembly(new AssemblyName("Unheard.Of"), AssemblyBuilderAccess.Run)
            .DefineDynamicModule("Unheard.Of");
        var type = module.DefineType("Unheard.OfException", TypeAttributes.Public, typeof(Exception));
        var constructor = type.DefineConstructor(MethodAttributes.Public, CallingConventions.Standard, [typeof(string)]);
        var il = constructor.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Call, typeof(Exception).GetConstructor([typeof(string)])!);
        il.Emit(OpCodes.Ret);
        return (Exception)Activator.CreateInstance(type.CreateType(), message)!;
    }

    /// <summary>A chain of that many exceptions, the innermost named 0.</summary>
    public static Exception Chain(int length)
    {
        Exception chain = new OrderException("0");
        for (var i = 1; i < length; i++)
            chain = new OrderException($"{i}", chain);
        return chain;
    }

    /// <summary>A tree of exceptions with long messages.</summary>
    public static AggregateException Tree(int depth, int width, string message) =>
        new(
            message,
            Enumerable
                .Range(0, width)
                .Select(_ => depth > 1 ? Tree(depth - 1, width, message) : (Exception)new OrderException(message))
        );
}
