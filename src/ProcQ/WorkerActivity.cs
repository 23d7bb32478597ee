namespace ProcQ;

/// <summary>What a worker is doing.</summary>
public enum WorkerActivity
{
    /// <summary>Its process is being started, or waits to be.</summary>
    Starting,

    /// <summary>It waits for work.</summary>
    Idle,

    /// <summary>It runs an item.</summary>
    Busy,

    /// <summary>It leaves, or is being killed.</summary>
    Ending,

    /// <summary>There is no process.</summary>
    Gone,
}
