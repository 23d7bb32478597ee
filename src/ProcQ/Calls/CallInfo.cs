namespace ProcQ.Calls;

/// <summary>What errors say of the call they belong to.</summary>
internal sealed record CallInfo(string Name, TimeSpan? Timeout, CancellationToken Caller)
{
    /// <inheritdoc cref="DeskTerms.OwnWorkers"/>
    public OwnWorkers OwnWorkers { get; init; } = OwnWorkers.None;
}
