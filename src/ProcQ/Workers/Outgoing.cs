using ProcQ.Functions;
using ProcQ.Wire;

namespace ProcQ.Workers;

/// <summary>What is to be told to a worker.</summary>
internal abstract record Outgoing
{
    /// <summary>Run items; <paramref name="Arguments"/> are theirs, in order.</summary>
    internal sealed record Run(KnownFunction Function, RunHeader Header, long Sequence, Cargo Arguments) : Outgoing;

    internal sealed record Forget(long Function) : Outgoing;

    internal sealed record TakeBack(long Sequence) : Outgoing;

    internal sealed record Cancel(long Sequence) : Outgoing;

    /// <summary>If the item runs, it is asked to stop.</summary>
    internal sealed record TimeUp(long Sequence) : Outgoing;

    /// <summary>The spare has a place from now on.</summary>
    internal sealed record Promote(int Place) : Outgoing;

    /// <summary>Run the pool's initializer, before anything else.</summary>
    internal sealed record Initialize(FunctionDefinition Initializer) : Outgoing;

    internal sealed record Stop : Outgoing;
}
