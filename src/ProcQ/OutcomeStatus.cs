namespace ProcQ;

/// <summary>How an item ended. Every item ends in exactly one of these ways.</summary>
public enum OutcomeStatus
{
    /// <summary>The function returned; null is a result like any other.</summary>
    Succeeded,

    /// <summary>The function threw, or its argument or result could not travel. The worker lives on.</summary>
    Failed,

    /// <summary>The item used up its time limit; its worker was killed, unless the item stopped within the <see cref="ProcessPoolOptions.TimeoutGrace"/>.</summary>
    TimedOut,

    /// <summary>The worker process ended while the item ran in it.</summary>
    WorkerLost,

    /// <summary>The call was cancelled, or its pool ended, before the item had an outcome.</summary>
    Cancelled,
}
