namespace ProcQ.Workers;

/// <summary>What was seen of a worker's process when somebody looked last.</summary>
/// <param name="Condition">What it was about.</param>
/// <param name="MemoryBytes">What it had in physical memory; 0 when nobody has seen it.</param>
internal sealed record Sight(WorkerCondition Condition, long MemoryBytes)
{
    public static Sight None { get; } = new(WorkerCondition.Unknown, 0);
}
