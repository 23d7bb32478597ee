using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>A worker's place: starts incarnations of it, and carries messages both ways, in order and with delay.</summary>
internal sealed class SimSlot(SimWorld world, int id)
{
    private const int MostAskedInVain = 20;

    // All that the parent believes to be in the worker's hands.
    private readonly List<SimBatch> _held = [];

    // Items of this incarnation that were asked to stop because their time was up.
    private readonly HashSet<long> _late = [];
    private SimChild? _child;
    private long _towards;
    private long _back;
    private long _killSequence;
    private bool _watched;
    private Lease? _front;
    private long _frontSince;
    private int _askedInVain;

    public int Id { get; } = id;

    public long Generation { get; private set; }

    /// <summary>It has reported ready and was neither told to stop nor killed since.</summary>
    public bool TakesBatches { get; private set; }

    public KillWhy Why { get; private set; }

    public bool IsStarting { get; private set; }

    public bool IsAlive => _child is { IsAlive: true };

    public bool IsFrozen => _child is { IsFrozen: true };

    public bool IsDismissed { get; private set; }

    /// <summary>The pool has asked this item to stop, because its time is up.</summary>
    public bool IsLate(long sequence) => _late.Contains(sequence);

    /// <summary>The process that is there, or was there last.</summary>
    public Tenure Tenure { get; private set; } = new(WorkerState.Spare) { IsOver = true };

    /// <summary>Ordered or ready, and neither told to stop nor killed since, nor known to be dead.</summary>
    public bool IsStaff => !Tenure.IsOver && Why == KillWhy.None;

    public long NextSequence { get; private set; }

    public override string ToString() => $"worker {Id}.{Generation}";

    public void Start(PoolCommand.Start start)
    {
        Require(start.Generation == Generation + 1 && !IsStarting && _child is not { IsAlive: true }, "started while there");
        Generation = start.Generation;
        Tenure = world.Roster.Start(start);
        (IsStarting, TakesBatches, IsDismissed, _watched) = (true, false, false, false);
        (Why, _killSequence, NextSequence, _child) = (KillWhy.None, -1, 0, null);
        _late.Clear();
        var random = world.Random;
        var at =
            world.Clock.Now
            + SimClock.From(start.Delay)
            + random.Between(world.Setup.StartTime.Least, world.Setup.StartTime.Most);
        var generation = Generation;
        (_towards, _back) = (world.Clock.Now, world.Clock.Now);
        world.Clock.At(at, () => Up(generation));
    }

    public void Promote(PoolCommand.Promote promote) => world.Roster.Promote(this, promote);

    public void Send(PoolCommand.Send send, SimJob job)
    {
        Require(TakesBatches && send.Generation == Generation, "got a batch while it could not take any");
        Require(send.Sequence >= NextSequence, "got a sequence number again");
        NextSequence = send.Sequence + send.Items.Count;
        world.Roster.Send(this, job, send.Items.Count);
        var batch = new SimBatch(job, send.Items.First, send.Items.Count, send.Sequence);
        _askedInVain = 0;
        _held.RemoveAll(b => b.Done);
        _held.Add(batch);
        ToChild(child => child.Run(batch));
        Watch(job);
    }

    /// <summary>What the pool thinks it runs now. A cancelled item must not outlive its grace, which begins when its batch comes to the front.</summary>
    public void Fronts(Lease? front, SimJob? job)
    {
        if (front != _front)
            (_front, _frontSince) = (front, world.Clock.Now);
        if (job is not { GivenUp: true, Grace: < long.MaxValue and var grace } || !TakesBatches)
            return;
        Require(world.Clock.Now <= Math.Max(_frontSince, job.GraceSince) + grace, "is in a cancelled item beyond its grace");
    }

    public void TakeBack(PoolCommand.TakeBack ask)
    {
        Require(++_askedInVain < MostAskedInVain, "is asked to give back again and again");
        ToChild(child => child.TakeBack(ask.Sequence));
    }

    public void Ask(PoolCommand.Cancel ask) => ToChild(child => child.Ask(ask.Sequence));

    public void TimeUp(PoolCommand.TimeUp ask, in Cause cause)
    {
        Require(cause.Event == Event.Overdue && cause.Sequence == ask.Sequence, "asks an item to stop whose time is not up");
        Require(!IsLate(ask.Sequence), "asks an item twice to stop in time");
        _late.Add(ask.Sequence);
        world.Tally.AskedInTime++;
        ToChild(child => child.TimeUp(ask.Sequence));
    }

    public void Stop()
    {
        Require(TakesBatches, "told to stop while it was not ready");
        world.Roster.Stop(this);
        (TakesBatches, IsDismissed) = (false, true);
        if (!world.Random.Chance(world.Setup.IgnoreStopPermille))
            ToChild(child => child.Die());
    }

    public void Kill(KillWhy why, long sequence)
    {
        Require(Why == KillWhy.None, "killed twice");
        (Why, _killSequence, TakesBatches) = (why, sequence, false);
        world.Tally.Kills++;
        var (generation, at) = (Generation, world.Clock.Now + world.Delay(world.Setup.KillTime));
        world.Clock.At(at, () => KillNow(generation));
    }

    /// <summary>It will begin nothing more, and all it began is reported.</summary>
    public void Left() =>
        ToParent(generation =>
        {
            Obituary.Leave(this, _held);
            Tenure.GiveBackAll(world.Clock.Now);
            _held.Clear();
            world.Inbox.Left(this, generation);
        });

    /// <summary>It dies now, by whatever hand.</summary>
    public void KillNow(long generation)
    {
        if (generation != Generation)
            return;
        _child?.AdvanceTo(world.Clock.Now);
        if (IsStarting)
            NeverUp(permanent: false, started: false);
        else
            _child?.Die();
    }

    public void Results(SimBatch batch, long sequence, int count, TimeSpan elapsed)
    {
        _askedInVain = 0;
        ToParent(generation => world.Inbox.Results(this, generation, batch, sequence, count, elapsed));
    }

    /// <summary>An item failed; <paramref name="stopped"/>: it says that it was asked to stop.</summary>
    public void Failed(SimBatch batch, long sequence, bool stopped) =>
        ToParent(generation => world.Inbox.Failed(this, generation, batch, sequence, stopped));

    public void Returned(SimBatch? batch, long sequence, int count) =>
        ToParent(generation => world.Inbox.Returned(this, generation, batch, sequence, count));

    /// <summary>The child is no more; its notice comes after all it wrote.</summary>
    public void Died()
    {
        var (running, finished) = (_child!.PageRunning, _child.PageFinished);
        _back = Math.Max(_back, world.Clock.Now + world.Delay(world.Setup.KillTime));
        ToParent(generation =>
        {
            var death = Obituary.Write(this, _held, running, _killSequence);
            _held.Clear();
            Gone();
            world.Inbox.Died(this, generation, death, running, finished);
        });
    }

    private void Up(long generation)
    {
        if (generation != Generation || !IsStarting)
            return;
        var (random, setup) = (world.Random, world.Setup);
        if (!world.IsCalm && random.Chance(setup.StartFailPermille))
        {
            NeverUp(random.Chance(setup.StartPermanentPermille), started: random.Chance(300));
            return;
        }

        IsStarting = false;
        _child = new SimChild(world, this);
        ToParent(g =>
        {
            TakesBatches = Why == KillWhy.None;
            Tenure.Ready(world.Clock.Now);
            world.Inbox.Ready(this, g);
        });
        if (!world.IsCalm && random.Chance(setup.HelloDeathPermille))
            world.Clock.At(world.Clock.Now + random.Below(3 * SimClock.Millisecond), () => KillNow(generation));
    }

    private void NeverUp(bool permanent, bool started)
    {
        IsStarting = false;
        ToParent(generation =>
        {
            Gone();
            world.Inbox.NeverUp(this, generation, permanent, started);
        });
    }

    private void Gone()
    {
        Tenure.GiveBackAll(world.Clock.Now);
        (Tenure.IsOver, TakesBatches) = (true, false);
    }

    /// <summary>The time limit of the item that runs is looked after; what is read may be old when it counts.</summary>
    private void Watch(SimJob job)
    {
        if (_watched || job.Plan.Terms.Timeout is not { } limit)
            return;
        _watched = true;
        var generation = Generation;
        world.Clock.At(world.Clock.Now + world.Random.Between(1, SimClock.From(limit) / 2), () => Look(generation, job));
    }

    private void Look(long generation, SimJob job)
    {
        if (generation != Generation || _child is not { IsAlive: true } child)
            return;
        _watched = false;
        child.AdvanceTo(world.Clock.Now);
        if (!child.IsAlive)
            return;
        var (running, finished, ran) = (child.PageRunning, child.PageFinished, world.Clock.Now - child.Since);
        var lag = world.Random.Below(SimClock.Millisecond);
        world.Clock.At(
            world.Clock.Now + lag,
            () =>
            {
                if (running >= 0)
                    world.Inbox.Running(this, generation, running, ran);
                else
                    world.Inbox.InNoItem(this, generation, finished);
            }
        );

        if (world.Core.Workers[Id].Leases.Exists(l => l.Job.Terms.Timeout is not null))
            Watch(job);
    }

    private void ToChild(Action<SimChild> message)
    {
        var child = _child;
        _towards = Math.Max(_towards, world.Clock.Now + world.Delay(world.Setup.Latency));
        world.Clock.At(_towards, () => Arrive(child, message));
    }

    private static void Arrive(SimChild? child, Action<SimChild> message)
    {
        if (child is { IsAlive: true, IsFrozen: false })
            message(child);
    }

    private void ToParent(Action<long> message)
    {
        var generation = Generation;
        _back = Math.Max(_back, world.Clock.Now + world.Delay(world.Setup.Latency));
        world.Clock.At(_back, () => message(generation));
    }

    private void Require(bool holds, string what)
    {
        if (!holds)
            throw new SimFailure($"{this}: {what}.");
    }
}
