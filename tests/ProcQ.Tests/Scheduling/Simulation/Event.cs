namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What may happen to a pool, as far as it matters to what it may answer.</summary>
internal enum Event
{
    Other,
    Results,
    Failed,

    /// <summary>An item whose time was up stopped because it was asked to.</summary>
    Expired,
    Tick,
    Overdue,
    Breach,
    Died,
    End,
}
