using ProcQ.Engine;
using ProcQ.Functions;

namespace ProcQ.Calls;

/// <summary>How functions and arguments get to the workers of a pool.</summary>
internal abstract class Transfer
{
    /// <summary>The function as workers are told of it. Throws when it, its arguments or its results cannot get there and back.</summary>
    public abstract FunctionDefinition Define<T, TResult>(Delegate function);

    /// <summary>Where the arguments of a call are kept.</summary>
    public abstract ArgumentStore NewStore<T>();

    /// <summary>What puts the items of a call there.</summary>
    public abstract ArgumentWriter<T> NewWriter<T>(PoolEngine engine, Call call);

    /// <summary>The only argument of a call, as small as can be: it may wait for long, among many.</summary>
    public abstract object Pack<T>(T argument);

    /// <summary>What <see cref="Pack"/> made of an argument, for the call.</summary>
    public abstract ArgumentStore StoreOf(object packed);
}
