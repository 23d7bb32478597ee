namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What becomes of an item when it is run.</summary>
internal enum Fate
{
    Succeed,

    /// <summary>The function throws.</summary>
    Throw,

    /// <summary>It stops because its time is up, and says so.</summary>
    Stop,

    /// <summary>It never ends.</summary>
    Hang,

    /// <summary>The worker is stopped before it begins what it was sent, and does and answers nothing any more.</summary>
    Freeze,

    /// <summary>The worker dies when it is about to begin the item.</summary>
    CrashBefore,

    /// <summary>The worker dies while the item runs.</summary>
    CrashIn,

    /// <summary>The item ends, and the worker dies before it has flushed the result.</summary>
    CrashAfter,

    /// <summary>The worker dies right after it has flushed the result.</summary>
    CrashFlushed,

    /// <summary>The item ends, and the worker finds that it has grown too large: it reports, and begins nothing more.</summary>
    Leave,
}
