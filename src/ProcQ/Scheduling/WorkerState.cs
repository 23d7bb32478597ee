namespace ProcQ.Scheduling;

/// <summary>What the pool knows of one worker: its incarnation, and the batches it holds, oldest first.</summary>
internal sealed class WorkerState(int id)
{
    public const int Spare = -1;

    // A worker that stayed up this long has started well, whatever ends it later.
    private static readonly TimeSpan SettledIn = TimeSpan.FromSeconds(1);

    // Answers come in the order of the requests.
    private readonly Queue<long> _awaited = new();

    // Items that were asked to stop because their time was up. The answer of one may be on its way while the next is late already.
    private readonly Queue<long> _late = new();
    private TimeSpan? _holdsSince;
    private TimeSpan _held;
    private long _sequence;
    private long _allowance;

    public int Id { get; } = id;

    /// <summary>Counts incarnations; an event of an earlier one is stale.</summary>
    public long Generation { get; private set; }

    public WorkerPhase Phase { get; set; } = WorkerPhase.Gone;

    /// <summary>The place it fills, which is the number users know it by; -1 for a spare.</summary>
    public int Place { get; set; } = Spare;

    /// <summary>Its place is no longer wanted: it finishes what it has begun.</summary>
    public bool IsSurplus { get; set; }

    /// <summary>It was told to leave: its place is free, though it may have to be killed in the end.</summary>
    public bool IsDismissed { get; set; }

    /// <summary>It has said itself that it begins nothing more.</summary>
    public bool IsLeaving { get; set; }

    public List<Lease> Leases { get; } = [];

    public KillCause Kill { get; set; }

    /// <summary>The item a kill is meant for.</summary>
    public long KillSequence { get; set; }

    /// <summary>When it was first seen to have finished items whose results are not here; null when it was not since something moved.</summary>
    public TimeSpan? OwesSince { get; set; }

    /// <summary>When a cancelled item that still runs, or a worker told to leave, costs it its life.</summary>
    public TimeSpan? KillAt { get; set; }

    /// <summary>When it reported ready.</summary>
    public TimeSpan? ReadyAt { get; set; }

    /// <summary>When it was ordered, got ready or was promoted, an item was last settled, or a batch was sent to it while idle.</summary>
    public TimeSpan MovedAt
    {
        get;
        set
        {
            field = value;
            BegunAt = RunnableAt = null;
        }
    }

    /// <summary>When it was first seen in an item since it moved; null when it was not.</summary>
    public TimeSpan? BegunAt { get; set; }

    /// <summary>When it was last seen to wait for nothing but a processor, since it moved; null when it was not.</summary>
    public TimeSpan? RunnableAt { get; set; }

    /// <summary>Items settled by this incarnation.</summary>
    public long Served { get; set; }

    /// <summary>How long it ran items, by its own word, in all its incarnations.</summary>
    public TimeSpan Ran { get; private set; }

    /// <summary>Requests to give items back that the worker has not answered yet.</summary>
    public int AwaitedReturns => _awaited.Count;

    /// <summary>There is a process, or will be, that stays.</summary>
    public bool IsStaff => Phase is WorkerPhase.Starting or WorkerPhase.Ready;

    /// <summary>It is to go as soon as it has nothing in hand.</summary>
    public bool IsSpent => IsSurplus || IsLeaving || _allowance <= 0;

    public bool TakesItems => Phase == WorkerPhase.Ready && Place >= 0 && !IsSpent;

    public bool IsIdle => TakesItems && Leases.Count == 0;

    /// <summary>How many more items it may be given.</summary>
    public int Allowance => (int)Math.Clamp(_allowance, 0, int.MaxValue);

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

    /// <summary>It is up, and not just for a moment: it can do what there is to do.</summary>
    public bool IsProven(TimeSpan now) =>
        Phase == WorkerPhase.Ready && Place >= 0 && (Served > 0 || (ReadyAt is { } ready && now - ready >= SettledIn));

    /// <summary>Whether its end is one of its start. A death by the pool's own hand, after useful work or after a while in readiness says nothing about starting.</summary>
    public bool FailedToStart(TimeSpan now) =>
        Served == 0
        && Phase != WorkerPhase.Stopping
        && Kill is KillCause.None or KillCause.Violation
        && (ReadyAt is not { } ready || now - ready < SettledIn);

    public void Begin(int place, long allowance, TimeSpan now)
    {
        Place = place;
        IsSurplus = false;
        IsDismissed = false;
        IsLeaving = false;
        _allowance = allowance;
        Generation++;
        Phase = WorkerPhase.Starting;
        Kill = KillCause.None;
        KillAt = null;
        _late.Clear();
        OwesSince = null;
        MovedAt = now;
        Served = 0;
        ReadyAt = null;
        _awaited.Clear();
        _sequence = 0;
        Leases.Clear();
    }

    /// <summary>How long it had items in hand, in all its incarnations.</summary>
    public TimeSpan Held(TimeSpan now) => _held + (_holdsSince is { } since ? now - since : TimeSpan.Zero);

    /// <summary>It says that items took so long. It may say anything, but has had no more time than it had items.</summary>
    public void HasRun(TimeSpan elapsed, TimeSpan now)
    {
        var left = Held(now) - Ran;
        Ran +=
            elapsed < TimeSpan.Zero ? TimeSpan.Zero
            : elapsed < left ? elapsed
            : left;
    }

    /// <summary>Something was decided: it may have items now, or none any more.</summary>
    public void NoteHolding(TimeSpan now)
    {
        if (Leases.Count > 0 == _holdsSince is not null)
            return;
        _held = Held(now);
        _holdsSince = Leases.Count > 0 ? now : null;
    }

    public void BecomeReady(TimeSpan now)
    {
        Phase = WorkerPhase.Ready;
        ReadyAt = now;
        MovedAt = now;
    }

    public Lease Take(JobState job, ItemRange items, TimeSpan now)
    {
        var lease = new Lease(job, items, _sequence);
        _sequence += items.Count;
        _allowance -= items.Count;
        if (Leases.Count == 0)
            MovedAt = now;
        Leases.Add(lease);
        return lease;
    }

    /// <summary>Items that it has not begun are no longer its business.</summary>
    public ItemRange GiveBack(Lease lease, long sequence)
    {
        var items = lease.GiveBack(sequence);
        _allowance += items.Count;
        return items;
    }

    /// <summary>The item is asked to stop because its time is up.</summary>
    public void BecomeLate(long sequence)
    {
        while (_late.TryPeek(out var earlier) && earlier < Leases[0].NextSequence)
            _late.Dequeue();
        _late.Enqueue(sequence);
    }

    public bool IsLate(long sequence) => _late.Contains(sequence);

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

    public bool Holds(JobState job)
    {
        foreach (var lease in Leases)
        {
            if (lease.Job == job)
                return true;
        }

        return false;
    }

    public Lease? Find(long sequence) => Leases.Find(l => l.Holds(sequence));
}
