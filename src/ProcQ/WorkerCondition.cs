namespace ProcQ;

/// <summary>What the operating system says of a worker's process.</summary>
public enum WorkerCondition
{
    /// <summary>Nobody has looked, or there was nothing to look at.</summary>
    Unknown,

    /// <summary>It uses the processor: its main thread, which runs the items, is at it, or the process has used half a processor or more since the last look.</summary>
    Working,

    /// <summary>It waits: for a lock, a file, the network, another process, or the time to pass.</summary>
    Waiting,

    /// <summary>It is stopped and cannot run until it is continued: by SIGSTOP, or by a debugger. Seen on Linux only.</summary>
    Stopped,
}
