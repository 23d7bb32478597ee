namespace ProcQ.Scheduling;

/// <summary>Where a worker is in its life.</summary>
internal enum WorkerPhase
{
    /// <summary>Ordered; it has not reported yet.</summary>
    Starting,

    /// <summary>Takes batches.</summary>
    Ready,

    /// <summary>Asked to leave when it has finished; takes no more.</summary>
    Stopping,

    /// <summary>Being killed; its death is not confirmed yet.</summary>
    Dying,

    /// <summary>There is no process; the next may start here.</summary>
    Gone,
}
