using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What must hold of the pool's own state after every event.</summary>
internal static class Inspector
{
    private static readonly TimeSpan SharedAfter = TimeSpan.FromMilliseconds(3);
    private static readonly TimeSpan GrownAfter = TimeSpan.FromMilliseconds(25);

    /// <summary>Returns when the pool wants to be called next.</summary>
    public static TimeSpan? Inspect(SimWorld world)
    {
        var core = world.Core;
        var (idle, asked) = (0, 0);
        foreach (var slot in world.Slots)
            idle += world.Roster.IsIdle(slot) ? 1 : 0;
        for (var id = 0; id < core.Workers.Count; id++)
        {
            var worker = core.Workers[id];
            // Each who idles waits for what one other was asked for.
            asked += worker.AwaitedReturns > 0 ? 1 : 0;
            var front = worker.Leases.Count > 0 ? worker.Leases[0] : null;
            world.Slots[worker.Id].Fronts(front, front is null ? null : world.JobOf(front.Job));
            if (worker.Leases.Count > world.Setup.Terms.LeasesPerWorker)
                throw new SimFailure($"Worker {worker.Id} holds {worker.Leases.Count} batches.");
            if (worker.Leases.Exists(l => l.Open == 0))
                throw new SimFailure($"Worker {worker.Id} keeps a batch that is done.");
        }

        world.Ledger.Inspect();
        RosterInspector.Inspect(world);
        if (idle > 0 && !core.IsFaulted && world.Entered.Find(j => j.CouldBeginElsewhere > 0) is { } waiting)
            throw new SimFailure($"A worker idles though items of {waiting} wait.");
        var tick = core.NextTick(world.Clock.Time);
        if (tick < world.Clock.Time)
            throw new SimFailure("The next tick is in the past.");
        if (idle > asked)
            InspectSharing(world, SharedAfter, tick);
        else if (world.Roster is { IsElastic: true, IsNeeded: true } roster && roster.Count().Occupied < roster.Places)
            InspectSharing(world, GrownAfter, tick);
        return tick;
    }

    /// <summary>There is somebody, or could be, who would do sooner what waits behind a slow item.</summary>
    private static void InspectSharing(SimWorld world, TimeSpan after, TimeSpan? tick)
    {
        foreach (var worker in world.Core.Workers)
        {
            if (!Shares(world, worker))
                continue;
            if (tick is null || world.Clock.Time - worker.MovedAt > after)
                throw new SimFailure($"Work waits behind an item of worker {worker.Id} for ever, and others could do it.");
        }
    }

    /// <summary>It holds items that it has not begun, of a job that may have another worker instead or as well.</summary>
    private static bool Shares(SimWorld world, WorkerState worker)
    {
        if (worker is not { Phase: WorkerPhase.Ready, AwaitedReturns: 0, OpenItems: > 1 })
            return false;
        var (front, last) = (worker.Leases[0], worker.Leases[^1]);
        if (last.AllBegun || (last == front && last.Open == 1))
            return false;
        var job = world.JobOf(last.Job);
        return job != world.JobOf(front.Job) || job.Hands < job.Plan.Terms.Parallelism;
    }

    public static void InspectEnd(SimWorld world)
    {
        if (world.Entered.Find(j => !j.Ended) is { } open)
            throw new SimFailure(
                $"{open} never ended: {open.Outcomes} outcomes of {open.Supplied}, input ended {open.InputEnded}."
            );
        if (!world.HasEnded)
            throw new SimFailure("The pool never ended.");
        if (world.Core.NextTick(world.Clock.Time) is not null || world.Core.Jobs.Count > 0)
            throw new SimFailure("The pool is over, and waits for something.");
        foreach (var slot in world.Slots)
        {
            if (slot.IsAlive || slot.IsStarting)
                throw new SimFailure($"The pool is over, and {slot} lives.");
        }

        RosterInspector.InspectEnd(world);
    }
}
