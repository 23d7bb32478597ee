using System.Runtime.CompilerServices;
using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What must hold of places, workers and spares after every event.</summary>
internal static class RosterInspector
{
    // Failed starts wait for each other, workers for their grace.
    private const long Settling = SimClock.Second;

    public static void Inspect(SimWorld world)
    {
        var roster = world.Roster;
        var count = roster.Count();
        var (occupied, starting) = (count.Occupied, count.Starting);
        Require(count.Working <= roster.Places, $"{count.Working} workers have items, for {roster.Places} places");
        if (!roster.IsNeeded)
            return;
        Require(occupied >= roster.Fewest, $"{occupied} places of {roster.Fewest} are filled");
        Require(occupied <= roster.Places, $"{occupied} places of {roster.Places} are filled");
        InspectWorkers(world, occupied);
        var waiting = roster.Waiting();
        Require(
            !roster.IsElastic || occupied == roster.Places || waiting <= starting,
            $"{waiting} items wait for {starting} workers, and {roster.Places - occupied} places are empty"
        );
        InspectSpares(world, count);
    }

    /// <summary>Nothing went wrong for a while, and there was nothing to do.</summary>
    public static void InspectCalm(SimWorld world)
    {
        var (roster, terms) = (world.Roster, world.Setup.Terms);
        var settled = terms.IdleTimeout == Timeout.InfiniteTimeSpan ? 0 : SimClock.From(terms.IdleTimeout);
        if (world.Core is not { Phase: PoolPhase.Open, IsFaulted: false, Jobs.Count: 0 })
            return;
        var since = Math.Max(Math.Max(world.Setup.CalmAt, roster.ResizedAt), world.Jobs.Max(j => j.EndedAt));
        if (world.Clock.Now < since + Settling + settled)
            return;
        world.Tally.Calms++;
        var ready = world.Slots.Count(s => s.TakesBatches && roster.Occupies(s));
        var most = roster.IsElastic && terms.IdleTimeout != Timeout.InfiniteTimeSpan ? roster.Fewest : roster.Places;
        Require(ready >= roster.Fewest && ready <= most, $"{ready} workers are ready in {roster.Fewest} to {most} places");
        Require(world.Core.IsStaffed, "the pool is at rest and not staffed");
        var spares = world.Slots.Count(s => s.TakesBatches && s.Tenure.IsSpare);
        var wanted = roster.Count().WantedSpares;
        Require(spares <= wanted, $"{spares} spares are ready, {wanted} are wanted");
        Require(world.Setup.MayFault || spares == wanted, $"{spares} spares are ready, {wanted} are wanted");
        Require(world.Slots.Count(s => s.IsAlive) == ready + spares, "somebody lives who is neither a worker nor a spare");
        Require(world.Core.NextTick(world.Clock.Time) is null, "the pool is at rest and waits for something");
    }

    public static void InspectEnd(SimWorld world)
    {
        for (var place = 0; place < world.Roster.Filled.Count; place++)
        {
            var restarts = Math.Max(0, world.Roster.Filled[place] - 1);
            Require(
                world.Core.Restarts(place) == restarts,
                $"place {place} was refilled {restarts} times, not {world.Core.Restarts(place)}"
            );
        }
    }

    private static void InspectWorkers(SimWorld world, int occupied)
    {
        var (roster, terms) = (world.Roster, world.Setup.Terms);
        foreach (var slot in world.Slots)
        {
            var tenure = slot.Tenure;
            if (!slot.IsStaff || tenure.IsSpare)
                continue;
            Require(tenure.IsReady || !roster.IsSurplus(slot), $"{slot} starts for a place that is gone");
            if (tenure.InHand > 0 || !slot.TakesBatches)
                continue;
            Require(!roster.IsSurplus(slot), $"{slot} stays though its place is gone");
            Require(!roster.IsSpent(tenure), $"{slot} stays though it may get no more items");
            if (terms.IdleTimeout == Timeout.InfiniteTimeSpan || !roster.IsElastic || occupied <= roster.Fewest)
                continue;
            var end = tenure.IdleSince + SimClock.From(terms.IdleTimeout);
            Require(world.Clock.Now <= end, $"{slot} is idle for {(world.Clock.Now - tenure.IdleSince) / 1000} us and stays");
        }
    }

    private static void InspectSpares(SimWorld world, in StaffCount count)
    {
        var (wanted, spares) = (count.WantedSpares, count.Spares);
        var excess = spares > wanted && world.Slots.Exists(s => s.TakesBatches && s.Tenure.IsSpare);
        Require(!excess, $"{spares} spares are kept, {wanted} are wanted");
        // A start that failed puts spares off, and so does one that goes on.
        if (world.Core.Phase == PoolPhase.Open && count.Starting == 0 && !world.Setup.MayFault)
            Require(spares >= wanted, $"{spares} spares are kept, {wanted} are wanted");
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
            throw new SimFailure($"Staff: {what}.");
    }

    private static void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Broken what)
    {
        if (!holds)
            throw new SimFailure($"Staff: {what.Words()}.");
    }
}
