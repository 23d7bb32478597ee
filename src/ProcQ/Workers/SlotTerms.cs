using ProcQ.Functions;

namespace ProcQ.Workers;

/// <summary>What a slot needs to know of its pool's options.</summary>
/// <param name="MaxFrameBytes">The longest frame on the pipe.</param>
/// <param name="TimeProvider">The clock of the time limits that users set.</param>
internal sealed record SlotTerms(int MaxFrameBytes, TimeProvider TimeProvider)
{
    /// <summary>The clock of all other limits: the time in which this process runs.</summary>
    public TimeProvider Awake { get; init; } = TimeProvider.System;

    /// <summary>Makes the user's codec; null for ProcQ's own.</summary>
    public FunctionDefinition? PayloadCodec { get; init; }

    /// <summary>Run once in each worker, before anything else; null for nothing.</summary>
    public FunctionDefinition? Initializer { get; init; }

    /// <summary>How long the initializer may take.</summary>
    public TimeSpan StartTimeout { get; init; } = Timeout.InfiniteTimeSpan;

    /// <summary>The pool's name, for messages.</summary>
    public string PoolName { get; init; } = "pool";
}
