namespace ProcQ.Queues;

/// <summary>How far a queue is.</summary>
internal enum QueuePhase
{
    /// <summary>Messages come and go.</summary>
    Open,

    /// <summary>Nothing more may be put; what is there, and what was allowed to be put before, is still read.</summary>
    Ended,

    /// <summary>Its owner has disposed of it.</summary>
    Closed,
}
