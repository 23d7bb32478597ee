namespace ProcQ.Scheduling;

/// <summary>Why the pool kills a worker; decides the outcome of the item that ran.</summary>
internal enum KillCause
{
    None,
    TimedOut,
    Cancelled,
    Violation,
    Shutdown,
}
