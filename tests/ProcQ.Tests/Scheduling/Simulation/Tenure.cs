namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>The time of one process in the pool, as far as the pool can know: the place it fills and what is in its hands.</summary>
internal sealed class Tenure(int place)
{
    private readonly Dictionary<SimJob, int> _inHand = [];

    /// <summary>-1 for a spare.</summary>
    public int Place { get; private set; } = place;

    public bool IsSpare => Place < 0;

    public bool IsReady { get; private set; }

    /// <summary>Told to go, or known to be dead: its place is free.</summary>
    public bool IsOver { get; set; }

    /// <summary>It said that it begins nothing more.</summary>
    public bool HasLeft { get; set; }

    /// <summary>Items it was given and did not give back.</summary>
    public long Given { get; private set; }

    /// <summary>Items it was given that have neither an outcome nor come back.</summary>
    public int InHand { get; private set; }

    /// <summary>When an item was last settled or a batch sent while there was none.</summary>
    public long MovedAt { get; private set; }

    /// <summary>Since when there is nothing to do.</summary>
    public long IdleSince { get; private set; }

    /// <summary>Since when its place is no longer wanted.</summary>
    public long? SurplusSince { get; set; }

    public bool Holds(SimJob job) => _inHand.ContainsKey(job);

    public void Ready(long now) => (IsReady, MovedAt, IdleSince) = (true, now, now);

    public void Promote(int to, long now) => (Place, MovedAt, IdleSince) = (to, now, now);

    public void Take(SimJob job, int count, long now)
    {
        if (InHand == 0)
            MovedAt = now;
        Given += count;
        InHand += count;
        if (!Holds(job))
            job.Hands++;
        _inHand[job] = _inHand.GetValueOrDefault(job) + count;
        job.InHand += count;
    }

    public void Deliver(SimJob job, int count, long now)
    {
        MovedAt = now;
        LetGo(job, count, now);
    }

    public void GiveBack(SimJob job, int count, long now)
    {
        Given -= count;
        LetGo(job, count, now);
    }

    /// <summary>All that it has in hand is back in the pool's.</summary>
    public void GiveBackAll(long now)
    {
        foreach (var (job, count) in _inHand.ToArray())
            GiveBack(job, count, now);
    }

    private void LetGo(SimJob job, int count, long now)
    {
        InHand -= count;
        job.InHand -= count;
        if (InHand == 0)
            IdleSince = now;
        if ((_inHand[job] -= count) > 0)
            return;
        _inHand.Remove(job);
        job.Hands--;
    }
}
