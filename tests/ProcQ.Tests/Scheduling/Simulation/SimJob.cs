using System.Buffers;
using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>One call as the outside sees it: what was handed in, what came out, and what its items do.</summary>
internal sealed class SimJob(int number, JobPlan plan, ulong seed)
{
    private readonly ulong _seed = SimRandom.Mix(seed + ((ulong)number * 0x9E3779B97F4A7C15));

    // Large and for a moment: from a pool, or collecting them would be most of the work.
    private readonly ItemRecord[] _items = Rent(plan.Count);
    private long _prefix;

    public int Number { get; } = number;

    public JobPlan Plan { get; } = plan;

    public JobState? State { get; set; }

    public long Supplied { get; set; }

    public long Consumed { get; set; }

    public long Outcomes { get; set; }

    public bool InputEnded { get; set; }

    /// <summary>Items in the hands of workers.</summary>
    public int InHand { get; set; }

    /// <summary>Workers that have some of them.</summary>
    public int Hands { get; set; }

    /// <summary>Items that wait and could be begun by further workers.</summary>
    public long CouldBeginElsewhere => Ended ? 0 : Math.Min(State!.Pending.Count, Plan.Terms.Parallelism - Hands);

    /// <summary>When items that wait for another attempt may begin, in that order.</summary>
    public List<long> Postponed { get; } = [];

    public bool Ended { get; set; }

    public long EndedAt { get; set; }

    /// <summary>When its last item but one had its outcome: what is left then is one slow item.</summary>
    public long AllButOneAt { get; set; }

    /// <summary>Nothing of it may begin any more: cancelled, or its pool terminated or faulted.</summary>
    public bool GivenUp { get; set; }

    /// <summary>It was given up because its pool faulted.</summary>
    public bool Faulted { get; set; }

    /// <summary>When an item of it that does not stop may be killed.</summary>
    public long KillAt { get; set; } = long.MaxValue;

    /// <summary>The shortest grace it was cancelled with, and when that was.</summary>
    public long Grace { get; set; } = long.MaxValue;

    public long GraceSince { get; set; }

    /// <summary>When it must be over at the latest.</summary>
    public long EndBy { get; set; } = long.MaxValue;

    /// <summary>Its source waits for room.</summary>
    public bool SourceWaits { get; set; }

    /// <summary>Its reader waits for outcomes.</summary>
    public bool ReaderWaits { get; set; } = true;

    public ref ItemRecord this[long index] => ref _items[index];

    public override string ToString() => $"job {Number}";

    /// <summary>It is over, and nobody asks for its items any more.</summary>
    public void Forget() => ArrayPool<ItemRecord>.Shared.Return(_items);

    private static ItemRecord[] Rent(int count)
    {
        var items = ArrayPool<ItemRecord>.Shared.Rent(count);
        Array.Clear(items, 0, count);
        return items;
    }

    /// <summary>What the item does when it is run this time, and how long it takes.</summary>
    public (Fate Fate, long Duration) Script(long index, int begun, bool calm)
    {
        var hash = SimRandom.Mix(_seed ^ ((ulong)index << 8) ^ (Plan.Poison ? 0 : (ulong)begun));
        var fate = Plan.Usual;
        if (Plan.FatePermille > 0 && hash % 1000 < (ulong)Plan.FatePermille)
            fate = Plan.Fates[(int)((hash >> 20) % (ulong)Plan.Fates.Count)];
        if (calm && fate != Fate.Throw)
            fate = Fate.Succeed;
        var (least, most) = Plan.Duration;
        return (fate, Plan.DurationOf?.Invoke(index) ?? least + (long)((hash >> 32) % (ulong)(most - least + 1)));
    }

    /// <summary>Outcomes a reader could take now.</summary>
    public long Readable()
    {
        if (!Plan.Ordered)
            return Outcomes - Consumed;
        while (_prefix < Supplied && _items[_prefix].Outcome != 0)
            _prefix++;
        return _prefix - Consumed;
    }
}
