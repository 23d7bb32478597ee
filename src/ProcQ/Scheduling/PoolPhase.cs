namespace ProcQ.Scheduling;

/// <summary>Where the pool is in its life.</summary>
internal enum PoolPhase
{
    Open,
    Closed,
    Terminating,
    Ended,
}
