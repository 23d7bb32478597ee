using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>The caller of one job: submits it, hands in its input as far as it may, reads its outcomes, and may lose patience.</summary>
internal sealed class SimCaller(SimWorld world, SimJob job)
{
    // Nothing between a cancel and its effect takes longer, apart from the grace.
    private const long Slack = 50 * SimClock.Millisecond;

    // Unless a worker does not answer any more.
    private const long AnswerSlack = 5 * SimClock.Second;

    public void Enter()
    {
        world.Clock.At(job.Plan.SubmitAt, Submit);
        foreach (var (at, grace) in job.Plan.Cancels)
            world.Clock.At(at, () => Cancel(grace));
    }

    public void Cancel(TimeSpan grace)
    {
        if (job.State is not { } state || job.Ended)
            return;
        job.GivenUp = true;
        if (grace != System.Threading.Timeout.InfiniteTimeSpan)
        {
            if (SimClock.From(grace) < job.Grace)
                (job.Grace, job.GraceSince) = (SimClock.From(grace), world.Clock.Now);
            job.KillAt = Math.Min(job.KillAt, world.Clock.Now + SimClock.From(grace));
            var slack = Slack + (world.Setup.MayFreeze ? AnswerSlack : 0);
            job.EndBy = Math.Min(
                job.EndBy,
                job.KillAt + slack + (8 * world.Setup.KillTime.Most) + (8 * world.Setup.Latency.Most)
            );
        }

        world.Trace?.Add(world.Clock, $"cancel {job} with {grace}");
        world.Core.Cancel(state, grace, world.Clock.Time);
        world.After(new Cause(Event.Other));
    }

    /// <summary>Something of the job moved; there may be room for input or something to read.</summary>
    public void Moved()
    {
        if (job is { SourceWaits: true, Ended: false } && (job.GivenUp || world.Core.ReadLimit(job.State!) > job.Supplied))
        {
            job.SourceWaits = false;
            Later(job.Plan.SupplyDelay, Supply);
        }

        if (job.ReaderWaits && job.Readable() > 0)
        {
            job.ReaderWaits = false;
            Later(job.Plan.ConsumeDelay, Read);
        }
    }

    private void Submit()
    {
        if (world.Core.Phase != PoolPhase.Open || world.Core.IsFaulted)
            return;
        job.State = world.Core.Submit(job.Plan.Terms);
        world.Enter(job, this);
        Supply();
    }

    private void Supply()
    {
        if (job.InputEnded)
            return;
        var room = job.Plan.Count - job.Supplied;
        // A source may have read on when its job was given up; it may hand that in.
        if (job.GivenUp)
            job.InputEnded = true;
        else
            room = Math.Min(room, world.Core.ReadLimit(job.State!) - job.Supplied);
        if (room > 0 && world.Random.Chance(job.Plan.RefusePermille))
        {
            Refuse();
        }
        else if (room > 0)
        {
            Supply(world.Random.Between(1, Math.Min(room, job.Plan.SupplyMost)));
        }
        else if (job.Supplied == job.Plan.Count)
        {
            EndInput();
            return;
        }

        job.SourceWaits = true;
        Moved();
    }

    private void Supply(long count)
    {
        if (job.Ended)
            world.Tally.LateSupplies++;
        else
            job.Supplied += count;
        world.Tally.Items += count;
        var ahead = job.Supplied - job.Consumed;
        // A closed pool lifts the windows.
        var bounded = !job.GivenUp && world.Core.Phase == PoolPhase.Open;
        Ledger.Require(!bounded || ahead <= job.Plan.Terms.Window, $"produced {ahead} ahead of the reader", job, job.Supplied);
        world.Trace?.Add(world.Clock, $"supply {count} of {job}");
        world.Core.Supply(job.State!, (int)count, world.Clock.Time);
        world.After(new Cause(Event.Other));
    }

    /// <summary>The next item cannot travel; its outcome is the caller's own doing.</summary>
    private void Refuse()
    {
        var index = job.Supplied;
        if (!job.Ended)
        {
            job.Supplied++;
            job.Outcomes++;
            job[index].Settle(OutcomeStatus.Failed);
        }

        world.Trace?.Add(world.Clock, $"refuse {index} of {job}");
        Ledger.Require(world.Core.Refuse(job.State!, world.Clock.Time) != job.Ended, "refused in vain", job, index);
        world.After(new Cause(Event.Other));
    }

    private void EndInput()
    {
        job.InputEnded = true;
        world.Core.EndInput(job.State!, world.Clock.Time);
        world.After(new Cause(Event.Other));
        Moved();
    }

    private void Read()
    {
        job.ReaderWaits = true;
        var count = world.Random.Between(1, job.Readable());
        job.Consumed += count;
        PoolCore.Consume(job.State!, count);
        Moved();
    }

    private void Later(long most, Action action) =>
        world.Clock.At(world.Clock.Now + (most == 0 ? 0 : world.Random.Below(most)), action);
}
