namespace ProcQ.Scheduling;

/// <summary>What the pool knows of one worker: its incarnation, and the batches it holds, oldest first.</summary>
internal sealed class WorkerState(int id)
{
    // Answers come in the order of the requests.
    private readonly Queue<long> _awaited = new();
    private long _sequence;

    public int Id { get; } = id;

    /// <summary>Counts incarnations; an event of an earlier one is stale.</summary>
    public long Generation { get; private set; }

    public WorkerPhase Phase { get; set; } = WorkerPhase.Gone;

    public List<Lease> Leases { get; } = [];

    public KillCause Kill { get; set; }

    /// <summary>The item a kill is meant for.</summary>
    public long KillSequence { get; set; }

    /// <summary>When a cancelled item that still runs costs the worker its life.</summary>
    public TimeSpan? KillAt { get; set; }

    /// <summary>When it reported ready.</summary>
    public TimeSpan? ReadyAt { get; set; }

    /// <summary>When an item was last settled or a batch sent to an idle worker.</summary>
    public TimeSpan MovedAt { get; set; }

    /// <summary>Items settled by this incarnation.</summary>
    public long Served { get; set; }

    /// <summary>Requests to give items back that the worker has not answered yet.</summary>
    public int AwaitedReturns => _awaited.Count;

    public bool IsIdle => Phase == WorkerPhase.Ready && Leases.Count == 0;

    /// <summary>It holds items that may run only so long.</summary>
    public bool HasTimeLimit => Phase == WorkerPhase.Ready && Leases.Exists(l => l.Job.Terms.Timeout is not null);

    public int OpenItems
    {
        get
        {
            var open = 0;
            foreach (var lease in Leases)
                open += lease.Open;
            return open;
        }
    }

    public void Begin(TimeSpan now)
    {
        Generation++;
        Phase = WorkerPhase.Starting;
        Kill = KillCause.None;
        KillAt = null;
        MovedAt = now;
        Served = 0;
        ReadyAt = null;
        _awaited.Clear();
        _sequence = 0;
        Leases.Clear();
    }

    public Lease Take(JobState job, ItemRange items, TimeSpan now)
    {
        var lease = new Lease(job, items, _sequence);
        _sequence += items.Count;
        if (Leases.Count == 0)
            MovedAt = now;
        Leases.Add(lease);
        return lease;
    }

    /// <summary>It was asked for what it has not begun, from <paramref name="sequence"/> to the end of that batch.</summary>
    public void AwaitReturn(long sequence) => _awaited.Enqueue(sequence);

    /// <summary>The request that an answer belongs to; null when there is none.</summary>
    public long? AnswerReturn() => _awaited.TryDequeue(out var sequence) ? sequence : null;

    /// <summary>Items run in order: with this lease all before it have begun, too.</summary>
    public void HasBegun(Lease lease)
    {
        foreach (var held in Leases)
        {
            held.AllBegun = true;
            if (held == lease)
                return;
        }
    }

    public Lease? Find(long sequence) => Leases.Find(l => l.Holds(sequence));
}
