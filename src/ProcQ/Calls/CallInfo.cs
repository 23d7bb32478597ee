using ProcQ.Engine;

namespace ProcQ.Calls;

/// <summary>What errors say of the call they belong to.</summary>
internal sealed record CallInfo(string Name, TimeSpan? Timeout, CancellationToken Caller)
{
    /// <inheritdoc cref="DeskTerms.OwnWorkers"/>
    public OwnWorkers OwnWorkers { get; init; } = OwnWorkers.None;

    /// <summary>Where its time is noted.</summary>
    public TimeSheet Times { get; init; } = TimeSheet.None;
}
