namespace ProcQ.Queues;

/// <summary>What an <see cref="Outbox"/> still does.</summary>
internal enum OutboxPhase
{
    /// <summary>It writes what is posted.</summary>
    Open,

    /// <summary>It takes nothing more, and the other end has yet to learn it: whoever writes next sees to that.</summary>
    Breaking,

    /// <summary>It takes nothing more. Who reads from the pipe reads what the other end has written, to its end.</summary>
    Broken,
}
