namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What may happen to a pool, as far as it matters to what it may answer.</summary>
internal enum Event
{
    Other,
    Results,
    Failed,
    Tick,
    Overdue,
    Breach,
    Died,
    End,
}
