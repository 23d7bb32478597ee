using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>The pool's commands are judged and carried out here.</summary>
internal sealed class SimOutbox(SimWorld world)
{
    public void Carry(PoolCommand command, in Cause cause)
    {
        switch (command)
        {
            case PoolCommand.Start start:
                world.SlotOf(start.Worker).Start(start);
                break;
            case PoolCommand.Promote promote:
                Slot(promote.Worker, promote.Generation).Promote(promote);
                break;
            case PoolCommand.Send send:
                world.Tally.Batches++;
                world.Ledger.Send(send, world.JobOf(send.Job));
                Slot(send.Worker, send.Generation).Send(send, world.JobOf(send.Job));
                break;
            case PoolCommand.TakeBack ask:
                world.Tally.TakeBacks++;
                Slot(ask.Worker, ask.Generation).TakeBack(ask);
                break;
            case PoolCommand.Cancel ask:
                Slot(ask.Worker, ask.Generation).Ask(ask);
                break;
            case PoolCommand.TimeUp ask:
                Slot(ask.Worker, ask.Generation).TimeUp(ask, cause);
                break;
            case PoolCommand.Stop stop:
                Slot(stop.Worker, stop.Generation).Stop();
                break;
            case PoolCommand.Kill kill:
                Kill(Slot(kill.Worker, kill.Generation), cause);
                break;
            default:
                Announce(command, cause);
                break;
        }
    }

    private void Announce(PoolCommand command, in Cause cause)
    {
        switch (command)
        {
            case PoolCommand.Deliver deliver:
                world.Ledger.Deliver(deliver, world.JobOf(deliver.Job), cause);
                break;
            case PoolCommand.Settle settle:
                world.Ledger.Settle(settle, world.JobOf(settle.Job), cause);
                break;
            case PoolCommand.Retry retry:
                world.Ledger.Retry(retry, world.JobOf(retry.Job), cause);
                break;
            case PoolCommand.EndJob end:
                world.Ledger.EndJob(world.JobOf(end.Job));
                break;
            case PoolCommand.Fault:
                Fault(cause);
                break;
            case PoolCommand.Shortage:
                MayBeShort(cause);
                break;
            case PoolCommand.EndPool:
                world.End();
                break;
            default:
                throw new SimFailure($"An unknown command: {command}");
        }
    }

    private void Kill(SimSlot slot, in Cause cause)
    {
        var why = cause.Event switch
        {
            Event.Overdue when slot.Id == cause.Worker => KillWhy.Overdue,
            Event.Breach when slot.Id == cause.Worker => KillWhy.Violation,
            Event.Tick when world.Core.Phase == PoolPhase.Terminating || slot.IsDismissed => KillWhy.End,
            Event.Tick => KillWhy.Grace,
            _ => KillWhy.End,
        };
        if (why == KillWhy.Grace && !slot.IsFrozen)
        {
            var front = world.JobOf(world.Core.Workers[slot.Id].Leases[0].Job);
            Ledger.Require(front.GivenUp && world.Clock.Now >= front.KillAt, "killed within its grace", front, -1);
        }

        if (cause.Event is not (Event.Overdue or Event.Breach or Event.Tick) && !world.Core.IsFaulted && slot.TakesBatches)
            throw new SimFailure($"{slot} was killed though it did nothing wrong.");
        slot.Kill(why, cause.Event == Event.Overdue ? cause.Sequence : -1);
    }

    private void MayBeShort(in Cause cause)
    {
        if (cause.Event != Event.Died || !world.Setup.MayFault)
            throw new SimFailure("The pool is short of workers for no reason.");
    }

    private void Fault(in Cause cause)
    {
        if (world.Core.Workers.Any(w => w is { Phase: WorkerPhase.Ready, Place: >= 0, Served: > 0 }))
            throw new SimFailure("The pool is faulted while a worker is at work.");
        if (cause.Event != Event.Died || !world.Setup.MayFault)
            throw new SimFailure("The pool is faulted for no reason.");
        if (world.Slots[cause.Worker].Tenure.IsSpare)
            throw new SimFailure("The pool is faulted for a spare.");
        world.Tally.Faults++;
        foreach (var job in world.Entered)
        {
            job.Faulted |= job is { GivenUp: false, Ended: false };
            job.GivenUp = true;
        }
    }

    private SimSlot Slot(int worker, long generation)
    {
        var slot = world.Slots[worker];
        if (slot.Generation != generation)
            throw new SimFailure($"{slot} got a command for generation {generation}.");
        return slot;
    }
}
