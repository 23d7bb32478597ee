using System.Runtime.CompilerServices;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Makes an <see cref="Invocation"/> of any delegate: none, one or a tuple of parameters; nothing, a value, or a task of either returned.</summary>
internal static class InvocationShape
{
    /// <summary>The invocation for a delegate that came out of the function decoder.</summary>
    public static Invocation Of(Delegate function, Payload payload)
    {
        function = Unpacking.Of(function);
        var (parameters, returned) = DelegateShape.Of(function.GetType());
        var (adapter, result) = Adapter(returned, bare: parameters.Length == 0);
        Type[] types = result is null ? parameters : [.. parameters, result];
        if (types.Length == 0)
            return adapter(function, payload);
        // A delegate, for what is invoked by reflection is compiled first.
        return adapter
            .Method.GetGenericMethodDefinition()
            .MakeGenericMethod(types)
            .CreateDelegate<Func<Delegate, Payload, Invocation>>()(function, payload);
    }

    /// <summary>The adapter, of any types, and what the function results in; null for nothing.</summary>
    private static (Func<Delegate, Payload, Invocation> Adapter, Type? Result) Adapter(Type returned, bool bare)
    {
        var generic = returned.IsGenericType ? returned.GetGenericTypeDefinition() : null;
        if (returned == typeof(void))
            return (bare ? BareAction : Action<object>, null);
        if (returned == typeof(Task))
            return (bare ? BareTask : Task<object>, null);
        if (returned == typeof(ValueTask))
            return (bare ? BareValueTask : ValueTask<object>, null);
        if (generic == typeof(Task<>))
            return (bare ? BareTaskOf<object> : TaskOf<object, object>, returned.GetGenericArguments()[0]);
        if (generic == typeof(ValueTask<>))
            return (bare ? BareValueTaskOf<object> : ValueTaskOf<object, object>, returned.GetGenericArguments()[0]);
        return (bare ? BareValue<object> : Value<object, object>, returned);
    }

    // Not inlined where it is compiled ahead, or nobody would find code for it.
    [MethodImpl(MethodImplOptions.NoInlining)]
    internal static Invocation Value<T, TResult>(Delegate f, Payload payload) =>
        new Invocation<T, TResult>(As<Func<T, TResult>>(f), payload);

    private static Invocation BareValue<TResult>(Delegate f, Payload payload)
    {
        var g = As<Func<TResult>>(f);
        return new Invocation<Nothing, TResult>(_ => g(), payload);
    }

    private static Invocation Action<T>(Delegate f, Payload payload)
    {
        var g = As<Action<T>>(f);
        return new Invocation<T, Nothing>(
            x =>
            {
                g(x);
                return default;
            },
            payload
        );
    }

    private static Invocation BareAction(Delegate f, Payload payload)
    {
        var g = As<Action>(f);
        return new Invocation<Nothing, Nothing>(
            _ =>
            {
                g();
                return default;
            },
            payload
        );
    }

    private static Invocation TaskOf<T, TResult>(Delegate f, Payload payload)
    {
        var g = As<Func<T, Task<TResult>>>(f);
        return new Invocation<T, TResult>(x => Awaited.Result(g(x)), payload);
    }

    private static Invocation BareTaskOf<TResult>(Delegate f, Payload payload)
    {
        var g = As<Func<Task<TResult>>>(f);
        return new Invocation<Nothing, TResult>(_ => Awaited.Result(g()), payload);
    }

    private static Invocation Task<T>(Delegate f, Payload payload)
    {
        var g = As<Func<T, Task>>(f);
        return new Invocation<T, Nothing>(x => Awaited.Done(g(x)), payload);
    }

    private static Invocation BareTask(Delegate f, Payload payload)
    {
        var g = As<Func<Task>>(f);
        return new Invocation<Nothing, Nothing>(_ => Awaited.Done(g()), payload);
    }

    private static Invocation ValueTaskOf<T, TResult>(Delegate f, Payload payload)
    {
        var g = As<Func<T, ValueTask<TResult>>>(f);
        return new Invocation<T, TResult>(x => Awaited.Result(g(x).AsTask()), payload);
    }

    private static Invocation BareValueTaskOf<TResult>(Delegate f, Payload payload)
    {
        var g = As<Func<ValueTask<TResult>>>(f);
        return new Invocation<Nothing, TResult>(_ => Awaited.Result(g().AsTask()), payload);
    }

    private static Invocation ValueTask<T>(Delegate f, Payload payload)
    {
        var g = As<Func<T, ValueTask>>(f);
        return new Invocation<T, Nothing>(x => Awaited.Done(g(x).AsTask()), payload);
    }

    private static Invocation BareValueTask(Delegate f, Payload payload)
    {
        var g = As<Func<ValueTask>>(f);
        return new Invocation<Nothing, Nothing>(_ => Awaited.Done(g().AsTask()), payload);
    }

    /// <summary>The same method behind a delegate of the shape that is called here, whatever the user's own delegate type is.</summary>
    private static TDelegate As<TDelegate>(Delegate f)
        where TDelegate : Delegate => f as TDelegate ?? (TDelegate)Delegate.CreateDelegate(typeof(TDelegate), f.Target, f.Method);
}
