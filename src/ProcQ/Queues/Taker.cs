namespace ProcQ.Queues;

/// <summary>A reader as the queue sees it. All members belong to the queue and are used under its gate; none of them waits or runs foreign code.</summary>
internal abstract class Taker
{
    protected Taker() => Place = new LinkedListNode<Taker>(this);

    /// <summary>Its place among those who wait for messages, while it has one.</summary>
    public LinkedListNode<Taker> Place { get; }

    /// <summary>How many messages it would take.</summary>
    public int Wanted { get; set; }

    /// <summary>What readers of its process hold, which can be lost; null for a reader in the queue's own process.</summary>
    public Holdings? Holdings { get; protected init; }

    /// <summary>Where to it what it is given is written; null for a reader in the queue's own process.</summary>
    public Outbox? Outbox { get; protected init; }

    /// <summary>It wants messages, and has not too many in its hands.</summary>
    public virtual bool IsHungry => Wanted > 0;

    /// <summary>Takes up to so many off the line, at least one, and says how many.</summary>
    public abstract int Give(ParcelLine line, int most);

    /// <summary>Nothing more comes.</summary>
    public abstract void End(QueuePhase phase);
}
