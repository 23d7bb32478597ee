using ProcQ.Functions;
using ProcQ.Host;

namespace ProcQ.Threads;

/// <summary>A function that is called as it is. No two that captured something are the same, whatever they do: they are told apart by a number of their own.</summary>
internal abstract class OriginalFunction(string name, bool hasCaptures)
    : FunctionDefinition(name, BitConverter.GetBytes(NextNumber()), hasCaptures)
{
    private static long _last;

    /// <summary>It holds the user's objects, which a pool must not keep when the call is over.</summary>
    public override bool MayRecur => !HasCaptures;

    /// <summary>Calls it, for one batch.</summary>
    public abstract Invocation NewInvocation();

    private static long NextNumber() => Interlocked.Increment(ref _last);
}

/// <summary>See <see cref="OriginalFunction"/>.</summary>
internal sealed class OriginalFunction<T, TResult>(Func<T, TResult> function, string name, bool hasCaptures)
    : OriginalFunction(name, hasCaptures)
{
    public override Invocation NewInvocation() => new OriginalInvocation<T, TResult>(function);
}
