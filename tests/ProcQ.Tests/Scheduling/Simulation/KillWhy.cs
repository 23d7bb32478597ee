namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>Why the pool had reason to kill a worker.</summary>
internal enum KillWhy
{
    None,
    Overdue,
    Grace,
    Violation,
    End,
}
