using ProcQ.Watching;
using ProcQ.Wire;

namespace ProcQ.Calls;

/// <summary>What holds for all calls of a pool.</summary>
internal sealed record DeskTerms(
    TimeSpan? TaskTimeout,
    TimeSpan CancelGrace,
    int MaxArgumentBytes,
    Payload Payload,
    Audience Audience
)
{
    /// <summary>How long an item may go on after its time limit, when it is asked to stop.</summary>
    public TimeSpan TimeoutGrace { get; init; }
}
