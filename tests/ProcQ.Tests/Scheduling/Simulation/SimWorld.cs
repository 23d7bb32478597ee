using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>A pool in a world of its own: the core that decides, and all around it simulated in virtual time from one seed.</summary>
internal sealed class SimWorld
{
    private const long Patience = 3_600 * SimClock.Second;
    private const int TicksAtOnce = 20;
    private const long Slack = 50 * SimClock.Millisecond;

    private readonly List<SimCaller> _callers = [];
    private readonly SimOutbox _outbox;
    private long _tickAt = long.MaxValue;
    private long _lastTick = -1;
    private int _ticksAtOnce;
    private long _endBy = long.MaxValue;

    public SimWorld(SimSetup setup, SimTrace? trace = null)
    {
        Setup = setup;
        Trace = trace;
        Random = new SimRandom(setup.Seed);
        Core = new PoolCore(setup.Terms);
        Ledger = new Ledger(this);
        Inbox = new SimInbox(this);
        _outbox = new SimOutbox(this);
        Roster = new Roster(this);
        Jobs = [.. setup.Jobs.Select((plan, number) => new SimJob(number, plan, setup.Seed))];
    }

    public SimSetup Setup { get; }

    public SimTrace? Trace { get; }

    public SimRandom Random { get; }

    public SimClock Clock { get; } = new();

    public PoolCore Core { get; }

    public Ledger Ledger { get; }

    public Roster Roster { get; }

    public List<SimSlot> Slots { get; } = [];

    public SimInbox Inbox { get; }

    public IReadOnlyList<SimJob> Jobs { get; }

    /// <summary>The jobs the pool has taken, in its order.</summary>
    public List<SimJob> Entered { get; } = [];

    public bool HasEnded { get; private set; }

    public SimTally Tally { get; } = new() { Worlds = 1 };

    public bool IsCalm => Clock.Now >= Setup.CalmAt;

    /// <summary>From the beginning of time to the end of the pool.</summary>
    public SimTally Run()
    {
        Clock.At(0, Open);
        Clock.At(Setup.CalmAt, GiveUpTheHopeless);
        foreach (var (at, places) in Setup.Resizes)
            Clock.At(at, () => Resize(places));
        Clock.At(Setup.CloseAt, Close);
        if (Setup.TerminateAt is { } terminate)
            Clock.At(terminate, Terminate);
        foreach (var job in Jobs)
            new SimCaller(this, job).Enter();
        new SimNoise(this).Enter();
        while (Clock.Step())
        {
            if (Clock.Now > Setup.CalmAt + Patience)
                throw new SimFailure("It goes on for ever.");
        }

        Inspector.InspectEnd(this);
        Tally.Events = Clock.Events;
        foreach (var job in Jobs)
            job.Forget();
        return Tally;
    }

    public long Delay((long Least, long Most) span) =>
        span.Most == span.Least ? span.Least : Random.Spread(Math.Max(span.Least, 1), span.Most);

    public void Enter(SimJob job, SimCaller caller)
    {
        if (job.State!.Id != Entered.Count)
            throw new SimFailure("Jobs are not numbered in turn.");
        Entered.Add(job);
        _callers.Add(caller);
    }

    public SimJob JobOf(JobState state) => Entered[(int)state.Id];

    /// <summary>The slot of a worker; the pool may number one more than there were.</summary>
    public SimSlot SlotOf(int worker)
    {
        if (worker == Slots.Count)
            Slots.Add(new SimSlot(this, worker));
        return Slots[worker];
    }

    /// <summary>The pool's answer to an event is judged and carried out.</summary>
    public void After(in Cause cause)
    {
        foreach (var command in Core.TakeCommands())
        {
            Trace?.Add(Clock, command);
            if (HasEnded)
                throw new SimFailure($"The pool is over, and does something: {command}");
            _outbox.Carry(command, cause);
        }

        Arm(Inspector.Inspect(this));
        foreach (var caller in _callers)
            caller.Moved();
    }

    public void End()
    {
        if (HasEnded || Core.Jobs.Count > 0)
            throw new SimFailure("The pool ended twice, or before its jobs.");
        if (Clock.Now > _endBy)
            throw new SimFailure($"The pool ended {(Clock.Now - _endBy) / 1000} us too late.");
        HasEnded = true;
    }

    private void Open()
    {
        Core.Open(Clock.Time);
        After(new Cause(Event.Other));
    }

    /// <summary>The pool is to be called when its next tick is due.</summary>
    private void Arm(TimeSpan? next)
    {
        if (next is not { } tick || SimClock.From(tick) >= _tickAt)
            return;
        var at = _tickAt = SimClock.From(tick);
        Clock.At(at, () => OnTick(at));
    }

    private void OnTick(long at)
    {
        if (at != _tickAt)
            return;
        _tickAt = long.MaxValue;
        var next = Core.NextTick(Clock.Time);
        if (next <= Clock.Time)
        {
            _ticksAtOnce = Clock.Now == _lastTick ? _ticksAtOnce + 1 : 0;
            _lastTick = Clock.Now;
            if (_ticksAtOnce > TicksAtOnce)
                throw new SimFailure("Ticks do not get anywhere.");
            Core.Tick(Clock.Time);
            After(new Cause(Event.Tick));
            return;
        }

        Arm(next);
    }

    private void Resize(int places)
    {
        if (Core.Phase != PoolPhase.Open || Core.IsFaulted)
            return;
        Trace?.Add(Clock, $"resize to {places}");
        Tally.Resizes++;
        Roster.Resize(places);
        Core.Resize(places, Clock.Time);
        After(new Cause(Event.Other));
    }

    private void Close()
    {
        RosterInspector.InspectCalm(this);
        if (Core is { Phase: PoolPhase.Open, Jobs.Count: > 0 } && Roster.Places == 0)
        {
            // Nobody can resize it any more.
            Tally.PausesEnded++;
            Roster.Resize(1);
        }

        Trace?.Add(Clock, "close");
        Core.Close(Clock.Time);
        After(new Cause(Event.End));
    }

    private void Terminate()
    {
        Trace?.Add(Clock, "terminate");
        Tally.Terminations++;
        foreach (var job in Entered)
            job.GivenUp = true;
        _endBy =
            Clock.Now + SimClock.From(Setup.Terms.ShutdownGrace) + Slack + (2 * Setup.KillTime.Most) + (2 * Setup.Latency.Most);
        Core.Terminate(Clock.Time);
        After(new Cause(Event.End));
    }

    /// <summary>What hangs without a time limit has to be cancelled by somebody.</summary>
    private void GiveUpTheHopeless()
    {
        for (var i = 0; i < Entered.Count; i++)
        {
            if (Entered[i].Plan is { MayHang: true, IsEndless: true })
                _callers[i].Cancel(TimeSpan.FromMilliseconds(10));
        }
    }
}
