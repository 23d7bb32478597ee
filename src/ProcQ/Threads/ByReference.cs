using System.Reflection;
using System.Runtime.CompilerServices;
using ProcQ.Calls;
using ProcQ.Engine;
using ProcQ.Functions;

namespace ProcQ.Threads;

/// <summary>Nothing travels: workers get the caller's own functions and objects, as threads do.</summary>
internal sealed class ByReference : Transfer
{
    // Functions that capture nothing are one object for ever, so what the pool learns of their pace is kept; others are made anew for each call.
    private readonly ConditionalWeakTable<Delegate, OriginalFunction> _plain = [];
    private readonly ConditionalWeakTable<MethodInfo, string> _names = [];

    public override FunctionDefinition Define<T, TResult>(Delegate function)
    {
        if (!CapturesNothing(function))
            return New<T, TResult>(function, hasCaptures: true);
        var plain = _plain.GetValue(function, f => New<T, TResult>(f, hasCaptures: false));
        // A delegate can be called as one of more general types, too.
        return plain is OriginalFunction<T, TResult> ? plain : New<T, TResult>(function, hasCaptures: true);
    }

    public override ArgumentStore NewStore<T>() => new OriginalArguments<T>();

    public override ArgumentWriter<T> NewWriter<T>(PoolEngine engine, Call call) => new OriginalWriter<T>(engine, call);

    public override object Pack<T>(T argument)
    {
        var store = new OriginalArguments<T>();
        store.Append([argument]);
        return store;
    }

    public override ArgumentStore StoreOf(object packed) => (ArgumentStore)packed;

    private OriginalFunction<T, TResult> New<T, TResult>(Delegate function, bool hasCaptures) =>
        new(FunctionShape.Of<T, TResult>(function), _names.GetValue(function.Method, FunctionName.Of), hasCaptures);

    /// <summary>As the lambdas that the compiler makes once: it is the same delegate at each call.</summary>
    private static bool CapturesNothing(Delegate function) => function.Target?.GetType() is { IsGenericType: false, Name: "<>c" };
}
