namespace ProcQ.Workers;

/// <summary>What was seen of a worker's process when somebody looked last.</summary>
/// <param name="Condition">What it was doing.</param>
/// <param name="MemoryBytes">What it had in physical memory; 0 when nobody has seen it.</param>
/// <param name="At">When that was, by the system's stopwatch.</param>
internal sealed record Sight(WorkerCondition Condition, long MemoryBytes, long At = 0)
{
    public static Sight None { get; } = new(WorkerCondition.Unknown, 0);
}
