namespace ProcQ.Queues;

/// <summary>A writer as the queue sees it. All members belong to the queue and are used under its gate; none of them waits or runs foreign code.</summary>
internal abstract class Putter
{
    protected Putter() => Place = new LinkedListNode<Putter>(this);

    /// <summary>Its place among those who wait for room, while it has one.</summary>
    public LinkedListNode<Putter> Place { get; }

    /// <summary>How many messages it would put.</summary>
    public int Wanted { get; set; }

    /// <summary>How many it may put and has not.</summary>
    public int Credit { get; set; }

    /// <summary>It was asked for the credit that it does not use.</summary>
    public bool IsRecalled { get; set; }

    /// <summary>Its worker is being stopped, and must not wait for room that nobody makes; see <see cref="Relief"/>.</summary>
    public abstract bool MayExceed { get; }

    /// <summary>Where to it what it is told is written; null for a writer in the queue's own process.</summary>
    public Outbox? Outbox { get; protected init; }

    /// <summary>Tells it that it may put so many more.</summary>
    public abstract void Grant(int count);

    /// <summary>Asks it for credit that it does not use.</summary>
    public virtual void Recall() { }

    /// <summary>It may put nothing more.</summary>
    public abstract void End(QueuePhase phase);
}
