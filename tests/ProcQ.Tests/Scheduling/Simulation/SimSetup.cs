using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>A whole simulated pool: its terms, its wires, its faults and the calls made to it. Times in nanoseconds.</summary>
internal sealed record SimSetup
{
    public required ulong Seed { get; init; }

    public required PoolTerms Terms { get; init; }

    public required IReadOnlyList<JobPlan> Jobs { get; init; }

    /// <summary>From order to ready.</summary>
    public (long Least, long Most) StartTime { get; init; } = (30 * SimClock.Millisecond, 30 * SimClock.Millisecond);

    /// <summary>One way through a pipe.</summary>
    public (long Least, long Most) Latency { get; init; } = (15 * SimClock.Microsecond, 15 * SimClock.Microsecond);

    /// <summary>From the order to kill to the death, and from a death to its notice.</summary>
    public (long Least, long Most) KillTime { get; init; } = (SimClock.Millisecond, SimClock.Millisecond);

    /// <summary>Workers flush what is 1 ms old also while an item runs.</summary>
    public bool FlushByTimer { get; init; } = true;

    /// <summary>The time between two items, in which a worker is in none.</summary>
    public long Gap { get; init; }

    /// <summary>The progress page names the last item begun until its batch is done, and counts whole batches.</summary>
    public bool CoarsePage { get; init; }

    /// <summary>Workers are looked at this often at most, which is what makes small items cheap to simulate.</summary>
    public long Quantum { get; init; }

    /// <summary>Of a thousand starts so many fail, and of those that do not so many die right after.</summary>
    public int StartFailPermille { get; init; }

    public int StartPermanentPermille { get; init; }

    public int HelloDeathPermille { get; init; }

    /// <summary>Of a thousand workers told to stop so many stay.</summary>
    public int IgnoreStopPermille { get; init; }

    /// <summary>Mean time between messages nobody should heed; 0 for none.</summary>
    public long NoiseEvery { get; init; }

    /// <summary>Mean time between breaches of the protocol; 0 for none.</summary>
    public long EvilEvery { get; init; }

    /// <summary>Mean time between kills from outside, of any worker in any state; 0 for none.</summary>
    public long KillEvery { get; init; }

    /// <summary>From here on nothing goes wrong any more.</summary>
    public long CalmAt { get; init; }

    /// <summary>When the pool gets how many places.</summary>
    public IReadOnlyList<(long At, int Places)> Resizes { get; init; } = [];

    public long CloseAt { get; init; }

    public long? TerminateAt { get; init; }

    /// <summary>A worker may stop answering.</summary>
    public bool MayFreeze => Jobs.Any(j => j.Fates.Contains(Fate.Freeze));

    /// <summary>Something in it may look like failures to start.</summary>
    public bool MayFault =>
        StartFailPermille > 0
        || HelloDeathPermille > 0
        || EvilEvery > 0
        || KillEvery > 0
        || Jobs.Any(j => j.Usual == Fate.CrashBefore || j.Fates.Contains(Fate.CrashBefore));
}
