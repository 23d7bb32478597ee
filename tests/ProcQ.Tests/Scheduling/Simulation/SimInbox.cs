namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What workers report reaches the core here, and what must follow at once is checked.</summary>
internal sealed class SimInbox(SimWorld world)
{
    private TimeSpan Now => world.Clock.Time;

    public void Ready(SimSlot slot, long generation)
    {
        world.Trace?.Add(world.Clock, $"{slot} ready");
        world.Core.Ready(slot.Id, generation, Now);
        world.After(new Cause(Event.Other));
    }

    public void NeverUp(SimSlot slot, long generation, bool permanent, bool started)
    {
        world.Trace?.Add(world.Clock, $"{slot} never came up, permanent {permanent}, started {started}");
        world.Tally.Deaths++;
        if (started)
            world.Core.Died(slot.Id, generation, null, Now);
        else
            world.Core.StartFailed(slot.Id, generation, permanent, Now);
        world.After(new Cause(Event.Died, slot.Id));
    }

    public void Results(SimSlot slot, long generation, SimBatch batch, long sequence, int count, TimeSpan elapsed)
    {
        world.Trace?.Add(world.Clock, $"{slot} results {sequence}+{count} of {batch.Job}");
        // Late, but within its grace: it counts.
        world.Tally.SavedInGrace += slot.IsLate(sequence + count - 1) ? 1 : 0;
        world.Core.Results(slot.Id, generation, sequence, count, elapsed, Now);
        world.After(new Cause(Event.Results, slot.Id, batch, sequence, count));
        RequireOutcome(batch, sequence);
    }

    public void Failed(SimSlot slot, long generation, SimBatch batch, long sequence, bool stopped)
    {
        world.Trace?.Add(world.Clock, $"{slot} failed {sequence} of {batch.Job}, stopped {stopped}");
        if (stopped && slot.IsLate(sequence))
        {
            Expired(slot, generation, batch, sequence);
            return;
        }

        world.Core.Failed(slot.Id, generation, sequence, Now, stopped);
        world.After(new Cause(Event.Failed, slot.Id, batch, sequence, 1));
        RequireOutcome(batch, sequence);
    }

    /// <summary>It stopped because its time was up, and that is its fate: no failure of its own.</summary>
    private void Expired(SimSlot slot, long generation, SimBatch batch, long sequence)
    {
        var index = batch.Index(sequence);
        var retries = batch.Job[index].Retries;
        world.Ledger.Expire(slot, batch.Job, index);
        world.Core.Failed(slot.Id, generation, sequence, Now, stopped: true);
        world.After(new Cause(Event.Expired, slot.Id, batch, sequence, 1));
        var heeded = batch.Job[index].Outcome != 0 || batch.Job[index].Retries > retries;
        Ledger.Require(heeded, "its stop was not heeded", batch.Job, index);
    }

    public void Returned(SimSlot slot, long generation, SimBatch? batch, long sequence, int count)
    {
        world.Trace?.Add(world.Clock, $"{slot} returned {sequence}+{count}");
        world.Tally.ItemsReturned += count;
        for (var i = 0; i < count; i++)
            batch!.Job[batch.Index(sequence + i)].Holder = 0;
        if (count > 0)
            slot.Tenure.GiveBack(batch!.Job, count, world.Clock.Now);
        world.Core.Returned(slot.Id, generation, sequence, count, Now);
        world.After(new Cause(Event.Other, slot.Id));
    }

    public void Left(SimSlot slot, long generation)
    {
        world.Trace?.Add(world.Clock, $"{slot} leaves");
        world.Tally.Leavings++;
        world.Core.Leaving(slot.Id, generation, Now);
        world.After(new Cause(Event.Other, slot.Id));
    }

    public void Died(SimSlot slot, long generation, Death death, long running, long finished)
    {
        world.Trace?.Add(world.Clock, $"{slot} dead ({death.Why}), running {running}, finished {finished}");
        world.Tally.Deaths++;
        world.Tally.Bystanders += death.IsBystander ? 1 : 0;
        // The page of a worker in no item may still name one that is over and reported.
        long? named = running >= 0 ? running : null;
        if (named is null && death.Lost.Count == 0 && finished > 0 && world.Random.Chance(100))
            named = finished - 1;
        world.Core.Died(slot.Id, generation, named, Now, finished);
        world.After(new Cause(Event.Died, slot.Id, Death: death));
        Ledger.Judged(death);
    }

    public void Running(SimSlot slot, long generation, long sequence, long ran)
    {
        var worker = world.Core.Workers[slot.Id];
        var began = Now - TimeSpan.FromTicks(ran / 100);
        var current = worker.Generation == generation && slot.TakesBatches;
        var terms = current ? worker.Find(sequence)?.Job.Terms : null;
        var late = terms?.Timeout is { } limit ? Now - began - limit : TimeSpan.MinValue;
        var due = late >= TimeSpan.Zero && terms!.TimeoutGrace != Timeout.InfiniteTimeSpan && late >= terms.TimeoutGrace;
        world.Core.Running(slot.Id, generation, sequence, began, Now);
        world.After(new Cause(Event.Overdue, slot.Id, Sequence: sequence));
        if (current && due != (slot.Why == KillWhy.Overdue))
            throw new SimFailure($"{slot} was {(due ? "not " : "")}killed, {Now - began} into item {sequence}.");
        if (late >= TimeSpan.Zero && !due && !slot.IsLate(sequence))
            throw new SimFailure($"{slot} was not asked to stop, {Now - began} into item {sequence}.");
    }

    public void InNoItem(SimSlot slot, long generation, long finished)
    {
        var worker = world.Core.Workers[slot.Id];
        var front = worker.Generation == generation && worker.Leases.Count > 0 ? worker.Leases[0].NextSequence : -1;
        var spared = slot.Why == KillWhy.None && !slot.IsFrozen;
        world.Core.InNoItem(slot.Id, generation, finished, Now);
        world.After(new Cause(Event.Overdue, slot.Id, Sequence: front));
        if (spared && worker.Generation == generation && slot.Why == KillWhy.Overdue)
            throw new SimFailure($"{slot} was killed for not beginning, and was about to.");
    }

    private static void RequireOutcome(SimBatch batch, long sequence) =>
        Ledger.Require(
            batch.Job[batch.Index(sequence)].Outcome != 0,
            "a report was not heeded",
            batch.Job,
            batch.Index(sequence)
        );
}
