namespace ProcQ.Queues;

/// <summary>How many messages the readers of one process have and have not finished. Guarded by the queue's gate.</summary>
internal sealed class Holdings
{
    public int Count { get; set; }
}
