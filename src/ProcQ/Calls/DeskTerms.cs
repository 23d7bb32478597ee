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
);
