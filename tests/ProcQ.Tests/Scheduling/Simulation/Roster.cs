using System.Runtime.CompilerServices;
using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>The truth about who fills which place. Each command about workers is held against it.</summary>
internal sealed class Roster(SimWorld world)
{
    private readonly PoolTerms _terms = world.Setup.Terms;

    // By place: how often it was filled.
    private readonly List<long> _filled = [];

    /// <summary>How many places the pool was last told to have.</summary>
    public int Places { get; private set; } = world.Setup.Terms.Workers;

    public long ResizedAt { get; private set; }

    public IReadOnlyList<long> Filled => _filled;

    /// <summary>There is, or may be, something to do.</summary>
    public bool IsNeeded =>
        !world.Core.IsFaulted
        && (world.Core.Phase == PoolPhase.Open || (world.Core.Phase == PoolPhase.Closed && world.Core.Jobs.Count > 0));

    public bool IsElastic => _terms.MinWorkers is not null;

    /// <summary>Places that are to be filled whatever there is to do.</summary>
    public int Fewest => Math.Min(Places, _terms.MinWorkers ?? Places);

    /// <summary>Who is there now.</summary>
    public StaffCount Count()
    {
        var count = default(StaffCount);
        var spent = 0;
        foreach (var slot in world.Slots)
        {
            if (slot.Tenure.InHand > 0 && !IsSurplus(slot))
                count.Working++;
            if (Occupies(slot))
            {
                count.Occupied++;
                spent += IsSpent(slot.Tenure) ? 1 : 0;
            }

            if (!slot.IsStaff)
                continue;
            if (slot.Tenure.IsSpare)
                count.Spares++;
            else if (!slot.Tenure.IsReady)
                count.Starting++;
        }

        count.WantedSpares = Places == 0 ? 0 : _terms.Spares + spent;
        return count;
    }

    /// <summary>Items that wait and could be begun.</summary>
    public long Waiting()
    {
        var waiting = 0L;
        foreach (var job in world.Entered)
            waiting += job.CouldBeginElsewhere;
        return waiting;
    }

    public void Resize(int places)
    {
        Places = places;
        ResizedAt = world.Clock.Now;
        foreach (var slot in world.Slots)
            slot.Tenure.SurplusSince = IsSurplus(slot) ? slot.Tenure.SurplusSince ?? world.Clock.Now : null;
    }

    public Tenure Start(PoolCommand.Start start)
    {
        if (start.Place == WorkerState.Spare)
        {
            var count = Count();
            Require(world.Core.Phase == PoolPhase.Open && count.Spares < count.WantedSpares, $"{start}: a spare too many");
            return new Tenure(start.Place);
        }

        Require(!world.Slots.Any(IsPromotable), $"{start} though a spare is ready");
        // A spare that takes a place at the same time has items that still waited when this was decided.
        if (_terms is { Spares: 0, ItemsPerWorker: long.MaxValue } && Count() is var now && now.Occupied >= Fewest)
            Require(now.Starting < Waiting(), $"{start} for nothing");
        Fill(start.Place);
        return new Tenure(start.Place);
    }

    public void Promote(SimSlot slot, PoolCommand.Promote promote)
    {
        Require(IsPromotable(slot), $"{slot} was promoted and is no spare that is ready");
        Fill(promote.Place);
        slot.Tenure.Promote(promote.Place, world.Clock.Now);
        world.Tally.Promotions++;
    }

    public void Send(SimSlot slot, SimJob job, int count)
    {
        Require(Occupies(slot), $"{slot} got items and has no place");
        Require(!slot.Tenure.HasLeft, $"{slot} got items after it had left");
        slot.Tenure.Take(job, count, world.Clock.Now);
        Require(slot.Tenure.Given <= _terms.ItemsPerWorker, $"{slot} got {slot.Tenure.Given} items");
        Require(job.Hands <= job.Plan.Terms.Parallelism, $"{job} has items on {job.Hands} workers");
    }

    public void Stop(SimSlot slot)
    {
        var tenure = slot.Tenure;
        Require(tenure.InHand == 0, $"{slot} was told to stop with {tenure.InHand} items in hand");
        if (IsNeeded)
            Dismiss(slot, tenure);
        tenure.IsOver = true;
    }

    /// <summary>The child begins an item at this time.</summary>
    public void Begin(SimSlot slot, long at)
    {
        var heard = slot.Tenure.SurplusSince + world.Setup.Latency.Most + SimClock.Microsecond;
        Require(slot.Why != KillWhy.None || !(at > heard), $"{slot} begins items though its place is gone");
    }

    public bool Occupies(SimSlot slot) => !slot.Tenure.IsOver && slot.Tenure.Place >= 0 && slot.Tenure.Place < Places;

    public bool IsSurplus(SimSlot slot) => slot.Tenure.Place >= Places;

    /// <summary>It may get no more items.</summary>
    public bool IsSpent(Tenure tenure) => tenure.HasLeft || tenure.Given >= _terms.ItemsPerWorker;

    /// <summary>It could begin an item at once.</summary>
    public bool IsIdle(SimSlot slot) => slot.TakesBatches && Occupies(slot) && slot.Tenure.InHand == 0 && !IsSpent(slot.Tenure);

    private bool IsPromotable(SimSlot slot) => slot.TakesBatches && slot.Tenure.IsSpare && !IsSpent(slot.Tenure);

    private void Fill(int place)
    {
        Require(IsNeeded, $"place {place} is filled though the pool ends");
        Require(place >= 0 && place < Places, $"there is no place {place} of {Places}");
        Require(!world.Slots.Any(s => Occupies(s) && s.Tenure.Place == place), $"place {place} is filled twice");
        while (_filled.Count <= place)
            _filled.Add(0);
        _filled[place]++;
    }

    private void Dismiss(SimSlot slot, Tenure tenure)
    {
        if (tenure.IsSpare)
        {
            var count = Count();
            Require(count.Spares > count.WantedSpares, $"{slot} is a spare that is wanted");
        }
        else if (IsSpent(tenure))
        {
            world.Tally.Recycled++;
        }
        else if (!IsSurplus(slot))
        {
            var end = tenure.MovedAt + SimClock.From(_terms.IdleTimeout);
            var isLong = _terms.IdleTimeout != Timeout.InfiniteTimeSpan && world.Clock.Now >= end;
            Require(IsElastic && isLong && Count().Occupied > Fewest, $"{slot} was told to stop for no reason");
            Require(Waiting() <= 0, $"{slot} was told to stop though items wait");
            world.Tally.IdleLeaves++;
        }
    }

    private static void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Broken what)
    {
        if (!holds)
            throw new SimFailure($"{what.Words()}.");
    }
}
