using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>One simulated call: its terms, what its items do, how its input comes and its outcomes go. Times in nanoseconds.</summary>
internal sealed record JobPlan
{
    public JobTerms Terms { get; init; } = new();

    public required int Count { get; init; }

    public long SubmitAt { get; init; }

    /// <summary>Most items do this.</summary>
    public Fate Usual { get; init; } = Fate.Succeed;

    /// <summary>Of a thousand items so many meet another fate.</summary>
    public int FatePermille { get; init; }

    /// <summary>The other fates; any of them.</summary>
    public IReadOnlyList<Fate> Fates { get; init; } = [];

    /// <summary>An item meets the same fate each time it is run.</summary>
    public bool Poison { get; init; }

    /// <summary>How long an item takes, from and to.</summary>
    public (long Least, long Most) Duration { get; init; } = (1_000, 1_000);

    /// <summary>Overrides <see cref="Duration"/> for an index.</summary>
    public Func<long, long>? DurationOf { get; init; }

    /// <summary>Items handed in at once, at most.</summary>
    public int SupplyMost { get; init; } = int.MaxValue;

    /// <summary>Of a thousand helpings so many are an item that cannot travel.</summary>
    public int RefusePermille { get; init; }

    /// <summary>The time between two helpings of input, at most.</summary>
    public long SupplyDelay { get; init; }

    /// <summary>The time between two reads of outcomes, at most; outcomes are taken in input order or as they come.</summary>
    public long ConsumeDelay { get; init; }

    public bool Ordered { get; init; }

    /// <summary>When the call is cancelled, each time with this grace.</summary>
    public IReadOnlyList<(long At, TimeSpan Grace)> Cancels { get; init; } = [];

    /// <summary>Nothing in its terms ends an item that hangs.</summary>
    public bool IsEndless => Terms.Timeout is null || Terms.TimeoutGrace == Timeout.InfiniteTimeSpan;

    public bool MayHang => Usual == Fate.Hang || Fates.Contains(Fate.Hang) || Fates.Contains(Fate.Freeze);
}
