namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>An event and what is known about it.</summary>
/// <param name="Event">Its kind.</param>
/// <param name="Worker">The worker it came from.</param>
/// <param name="Batch">The batch that results or a failure belong to.</param>
/// <param name="Sequence">The first item of those.</param>
/// <param name="Count">How many.</param>
/// <param name="Death">The truth about a death.</param>
internal readonly record struct Cause(
    Event Event,
    int Worker = -1,
    SimBatch? Batch = null,
    long Sequence = 0,
    int Count = 0,
    Death? Death = null
);
