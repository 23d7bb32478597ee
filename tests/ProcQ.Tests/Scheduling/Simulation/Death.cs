namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>The end of a worker as it really was, against which the pool's judgement is held.</summary>
internal sealed class Death(int worker, KillWhy why)
{
    public int Worker { get; } = worker;

    public KillWhy Why { get; } = why;

    /// <summary>The item that ran, if any.</summary>
    public SimJob? Job { get; set; }

    public long Index { get; set; }

    /// <summary>The item ran, and the pool did not mean it.</summary>
    public bool IsBystander { get; set; }

    /// <summary>The item the worker was killed for, if it ended after all and its result was lost.</summary>
    public (SimJob Job, long Index)? Late { get; set; }

    /// <summary>The late item was settled or will be tried again.</summary>
    public bool LateCharged { get; set; }

    /// <summary>With nothing running: the item the worker may have died of.</summary>
    public (SimJob Job, long Index)? Suspect { get; set; }

    /// <summary>It was settled or will be tried again.</summary>
    public bool Charged { get; set; }

    /// <summary>Items that began and whose results were lost.</summary>
    public HashSet<(SimJob Job, long Index)> Lost { get; } = [];

    public bool Is(SimJob job, long index) => Job == job && Index == index;

    public bool IsLate(SimJob job, long index) => Late is { } late && late.Job == job && late.Index == index;

    /// <summary>The item has to bear this death.</summary>
    public bool Blames(SimJob job, long index) => IsLate(job, index) || (!IsBystander && Is(job, index));

    public void Charge(SimJob job, long index)
    {
        Charged |= Is(job, index);
        LateCharged |= IsLate(job, index);
    }
}
