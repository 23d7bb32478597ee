using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What must hold of the pool's own state after every event.</summary>
internal static class Inspector
{
    public static void Inspect(SimWorld world)
    {
        var core = world.Core;
        var idle = false;
        foreach (var worker in core.Workers)
        {
            idle |= worker.IsIdle;
            var front = worker.Leases.Count > 0 ? worker.Leases[0] : null;
            world.Slots[worker.Id].Fronts(front, front is null ? null : world.JobOf(front.Job));
            if (worker.Leases.Count > world.Setup.Terms.LeasesPerWorker)
                throw new SimFailure($"Worker {worker.Id} holds {worker.Leases.Count} batches.");
            if (worker.Leases.Exists(l => l.Open == 0))
                throw new SimFailure($"Worker {worker.Id} keeps a batch that is done.");
        }

        if (idle && !core.IsFaulted && world.Entered.Find(j => j.State!.Pending.Count > 0) is { } waiting)
            throw new SimFailure($"A worker idles though items of {waiting} wait.");
        var tick = core.NextTick(world.Clock.Time);
        if (tick < world.Clock.Time)
            throw new SimFailure("The next tick is in the past.");
        if (idle && tick is null && core.Workers.Any(Shares))
            throw new SimFailure("A worker idles for ever though another has work to share.");
    }

    private static bool Shares(WorkerState worker) =>
        worker is { Phase: WorkerPhase.Ready, AwaitedReturns: 0, OpenItems: > 1 } && !worker.Leases[^1].AllBegun;

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
    }
}
