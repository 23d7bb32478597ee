using System.Runtime.CompilerServices;
using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>The truth about every item. Each command of the pool about items is held against it.</summary>
internal sealed class Ledger(SimWorld world)
{
    private const int StrikesToLose = 3;

    public void Send(PoolCommand.Send send, SimJob job)
    {
        var items = send.Items;
        Require(!job.GivenUp, "sent though the job was given up", job, items.First);
        Require(
            items is { Count: > 0, First: >= 0 } && items.End <= job.Supplied,
            "sent though never supplied",
            job,
            items.First
        );
        Require(
            items.Count == 1 || items is { Attempt: 1, Strikes: 0 },
            "a retry or a suspect does not travel alone",
            job,
            items.First
        );
        for (var index = items.First; index < items.End; index++)
        {
            ref var item = ref job[index];
            Require(item.Outcome == 0, "sent though it has an outcome", job, index);
            Require(item.Holder == 0, "sent though a worker holds it", job, index);
            Require(item.Retries == items.Attempt - 1, "sent with the wrong attempt", job, index);
            Require(item.NotBefore <= world.Clock.Now, "is retried too early", job, index);
            item.Holder = (ushort)(send.Worker + 1);
        }
    }

    /// <summary>A child begins an item.</summary>
    public void Begin(SimSlot slot, SimJob job, long index, long at)
    {
        world.Roster.Begin(slot, at);
        ref var item = ref job[index];
        Require(item.Outcome == 0, "began though it has an outcome", job, index);
        Require(item.Holder == slot.Id + 1, "began though another worker holds it", job, index);
        Require(item.Begun == item.Lost, "began while it ran, or after its result was out", job, index);
        Require(item.Begun == 0 || !job.Plan.Terms.AtMostOnce, "began twice though at most once", job, index);
        world.Tally.RunAgain += item.Begun > 0 ? 1 : 0;
        item.Begun++;
    }

    public void Deliver(PoolCommand.Deliver deliver, SimJob job, in Cause cause)
    {
        var items = deliver.Items;
        Require(cause is { Event: Event.Results or Event.Failed, Batch: not null }, "delivered out of nothing", job, items.First);
        Require(
            job == cause.Batch!.Job && items.First == cause.Batch.Index(cause.Sequence) && items.Count == cause.Count,
            "delivered as another item",
            job,
            items.First
        );
        var status = cause.Event == Event.Results ? OutcomeStatus.Succeeded : OutcomeStatus.Failed;
        for (var index = items.First; index < items.End; index++)
        {
            ref var item = ref job[index];
            Require(item.Holder == deliver.Worker + 1, "delivered by a worker that does not hold it", job, index);
            Require(item.Begun == item.Lost + 1, "delivered though it has not just run", job, index);
            item.Holder = 0;
            Settle(job, index, status);
        }

        world.Slots[deliver.Worker].Tenure.Deliver(job, items.Count, world.Clock.Now);
    }

    /// <summary>An item stopped because its time was up; its worker is done with it.</summary>
    public void Expire(SimSlot slot, SimJob job, long index)
    {
        ref var item = ref job[index];
        Require(item.Holder == slot.Id + 1, "stopped in the hands of one who should not hold it", job, index);
        item.Holder = 0;
        item.Lost++;
        slot.Tenure.Deliver(job, 1, world.Clock.Now);
        world.Tally.Expired++;
    }

    public void Settle(PoolCommand.Settle settle, SimJob job, in Cause cause)
    {
        for (var index = settle.Items.First; index < settle.Items.End; index++)
        {
            Require(job[index].Holder == 0, "settled while a worker holds it", job, index);
            Require(settle.MayHaveExecuted == job[index].Begun > 0, $"MayHaveExecuted is {settle.MayHaveExecuted}", job, index);
            Require(settle.Items.Attempt == job[index].Retries + 1, "settled as another attempt", job, index);
            var explained = HasExpired(settle.Status, job, index, cause) || Explains(settle.Status, job, index, cause.Death);
            Require(explained, $"settled as {settle.Status}", job, index);
            cause.Death?.Charge(job, index);
            Settle(job, index, settle.Status);
        }
    }

    public void Retry(PoolCommand.Retry retry, SimJob job, in Cause cause)
    {
        var index = retry.Item.First;
        ref var item = ref job[index];
        item.Retries++;
        item.Strikes = 0;
        if (!HasExpired(retry.Status, job, index, cause))
        {
            Require(cause.Death is { } death && death.Blames(job, index), "retried though not charged", job, index);
            Require(IsFate(retry.Status, cause.Death!), $"retried after {retry.Status}", job, index);
            cause.Death!.Charge(job, index);
        }

        Require(item.Retries <= job.Plan.Terms.Retries && !job.Plan.Terms.AtMostOnce, "one retry too many", job, index);
        world.Tally.Retries++;
        Postpone(job, ref item);
    }

    /// <summary>The judgement on a death is complete.</summary>
    public static void Judged(Death death)
    {
        if (death.Suspect is { } suspect && suspect.Job[suspect.Index] is { Strikes: >= StrikesToLose, Outcome: 0 })
            Require(false, "goes on to cost workers their lives", suspect.Job, suspect.Index);
        if (death.Late is { } late)
            Require(death.LateCharged, "was late and got away with it", late.Job, late.Index);
        if (death.Job is not { } job)
            return;
        var expected = job.GivenUp || !death.IsBystander || job.Plan.Terms.AtMostOnce;
        Require(death.Charged == expected, death.Charged ? "charged for another's fate" : "not charged", job, death.Index);
    }

    public void EndJob(SimJob job)
    {
        Require(!job.Ended, "ended twice", job, -1);
        Require(job.InputEnded || job.GivenUp, "ended before its input", job, -1);
        Require(job.Outcomes == job.Supplied, $"ended with {job.Outcomes} outcomes of {job.Supplied}", job, -1);
        Require(world.Clock.Now <= job.EndBy, $"ended {(world.Clock.Now - job.EndBy) / 1000} us too late", job, -1);
        job.Ended = true;
        job.EndedAt = world.Clock.Now;
    }

    public static void Require(bool holds, string what, SimJob job, long index)
    {
        if (!holds)
            throw new SimFailure($"Item {index} of {job}: {what}.");
    }

    public static void Require(
        bool holds,
        [InterpolatedStringHandlerArgument(nameof(holds))] ref Broken what,
        SimJob job,
        long index
    )
    {
        if (!holds)
            throw new SimFailure($"Item {index} of {job}: {what.Words()}.");
    }

    /// <summary>Items that wait for no worker, no outcome and no time are lost.</summary>
    public void Inspect()
    {
        var now = world.Clock.Now;
        foreach (var job in world.Entered)
        {
            if (job.Ended)
                continue;
            var waiting = job.Supplied - job.Outcomes - job.InHand - job.State!.Pending.Count;
            Require(IsPutOff(job, waiting, now), $"{waiting} items are nowhere, {job.Postponed.Count} are put off", job, -1);
        }
    }

    private static bool IsPutOff(SimJob job, long waiting, long now)
    {
        if (job.Postponed.Count == 0)
            return waiting == 0;
        job.Postponed.RemoveAll(at => at < now || job.GivenUp);
        return waiting <= job.Postponed.Count && waiting >= job.Postponed.Count(at => at > now);
    }

    private void Postpone(SimJob job, ref ItemRecord item)
    {
        var first = job.Plan.Terms.RetryDelay;
        if (first == TimeSpan.Zero)
            return;
        var delay = first * Math.Pow(2, item.Retries - 1);
        var longest = TimeSpan.FromMinutes(1);
        if (delay > longest)
            delay = first > longest ? first : longest;
        item.NotBefore = world.Clock.Now + SimClock.From(delay);
        job.Postponed.Add(item.NotBefore);
        world.Tally.Postponed++;
    }

    private static bool HasExpired(OutcomeStatus status, SimJob job, long index, in Cause cause) =>
        status == OutcomeStatus.TimedOut
        && cause is { Event: Event.Expired, Batch: { } batch }
        && batch.Job == job
        && batch.Index(cause.Sequence) == index;

    private bool Explains(OutcomeStatus status, SimJob job, long index, Death? death) =>
        status switch
        {
            OutcomeStatus.Cancelled => job.GivenUp && !job.Faulted,
            OutcomeStatus.WorkerLost => job.Faulted
                || (death is not null && (IsLost(death, job, index) || StruckOut(job, index))),
            OutcomeStatus.TimedOut => death is not null && death.Blames(job, index) && IsFate(status, death),
            _ => false,
        };

    private static bool IsLost(Death death, SimJob job, long index) =>
        death.Blames(job, index)
            ? IsFate(OutcomeStatus.WorkerLost, death)
            : job.Plan.Terms.AtMostOnce && death.Lost.Contains((job, index));

    private static bool IsFate(OutcomeStatus status, Death death) =>
        death.Why switch
        {
            KillWhy.None or KillWhy.Violation => status == OutcomeStatus.WorkerLost,
            KillWhy.Overdue => status == OutcomeStatus.TimedOut,
            _ => false,
        };

    private bool StruckOut(SimJob job, long index)
    {
        if (job[index].Strikes < StrikesToLose)
            return false;
        world.Tally.StruckOut++;
        return true;
    }

    private void Settle(SimJob job, long index, OutcomeStatus status)
    {
        Require(job[index].Outcome == 0, $"settled twice, as {status} at last", job, index);
        Require(!job.Ended, "settled after the end of its job", job, index);
        job[index].Settle(status);
        if (++job.Outcomes == job.Plan.Count - 1)
            job.AllButOneAt = world.Clock.Now;
        world.Tally.Outcomes[(int)status]++;
    }
}
