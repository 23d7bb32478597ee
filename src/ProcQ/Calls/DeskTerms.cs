using ProcQ.Watching;
using ProcQ.Wire;

namespace ProcQ.Calls;

/// <summary>What holds for all calls of a pool.</summary>
internal sealed record DeskTerms(
    TimeSpan? TaskTimeout,
    TimeSpan CancelGrace,
    Transfer Transfer,
    Payload Payload,
    Audience Audience
)
{
    /// <summary>Who must not wait for a call.</summary>
    public OwnWorkers OwnWorkers { get; init; } = OwnWorkers.None;

    /// <summary>How long an item may go on after its time limit, when it is asked to stop.</summary>
    public TimeSpan TimeoutGrace { get; init; }
}
