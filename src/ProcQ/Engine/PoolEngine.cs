using ProcQ.Scheduling;
using ProcQ.Watching;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ.Engine;

/// <summary>
/// Where events meet the core. Whoever has an event (a caller, a worker's loop, the watchdog) takes the gate, lets the core decide, hands
/// the decisions on as messages in line, and does the I/O after it has left the gate. No user code and no waiting happens inside.
/// </summary>
internal sealed class PoolEngine
{
    // Above this a batch gains nothing by being larger, and a worker that is to have it waits for its bytes. An argument has a byte at least.
    private const int MostBatchBytes = ResultsHeader.MostItems;

    private readonly Lock _gate = new();
    private readonly PoolCore _core;
    private readonly SlotTable _slots;
    private readonly AwakeClock _clock;
    private readonly TimeProvider _time;
    private readonly int _batchBytes;
    private readonly long _start;
    private readonly Watchdog _watchdog;
    private readonly Routing _routing;
    private readonly LimitWatch _limits;
    private readonly HealthWatch _health;
    private readonly PoolWatch _watch;
    private readonly FunctionCatalog _functions = new();
    private readonly OpenInputs _inputs;
    private readonly Backlog _backlog = new();
    private readonly Admission _admission;
    private readonly Milestones _milestones = new();

    public PoolEngine(PoolTerms terms, WorkerStarter starter, SlotTerms slotTerms, Audience audience, AwakeClock clock)
    {
        _clock = clock;
        _time = slotTerms.TimeProvider;
        _batchBytes = Math.Min(MostBatchBytes, slotTerms.MaxFrameBytes / 2);
        _start = _time.GetTimestamp();
        _core = new PoolCore(terms);
        _inputs = new OpenInputs(_core);
        _admission = new Admission(_core, _backlog);
        _watch = new PoolWatch(_core, audience);
        _slots = new SlotTable(number => new WorkerSlot(number, starter, slotTerms, Happened));
        _watchdog = Watchdog.Start($"ProcQ {audience.PoolName} clock", clock, Ring);
        _routing = new Routing(_slots, _functions, _watch, _backlog);
        _limits = new LimitWatch(_core, _slots);
        _health = new HealthWatch(_core, _slots, _watch, clock);
    }

    /// <summary>Where the time of its calls goes on their callers' side.</summary>
    public TimeSheet Times { get; } = new();

    /// <summary>Calls that the core does not know yet. Whether there are any can be asked at any time, all else in a <see cref="Look"/>.</summary>
    public Backlog Backlog => _backlog;

    /// <summary>Completes when the pool is closed or terminated and its last process is gone.</summary>
    public Task Ended => _milestones.Ended;

    /// <summary>Why the pool can start no worker; null while it can.</summary>
    public WorkerStartException? Fault => _routing.Fault;

    public PoolPhase Phase
    {
        get
        {
            lock (_gate)
                return _core.Phase;
        }
    }

    /// <summary>Completes when every worker is up; fails when that cannot be.</summary>
    public Task Warm
    {
        get
        {
            lock (_gate)
                return _milestones.Staffed;
        }
    }

    public void Open() =>
        Do(now =>
        {
            _core.Open(now);
            _watch.Open();
        });

    /// <summary>Takes in a call whose items will follow.</summary>
    public Call Submit(CallRequest request) =>
        Do(_ =>
        {
            ThrowUnlessOpen_NeedsGate();
            return Accept_NeedsGate(request);
        });

    /// <summary>Takes in a call of one item whose argument is at hand already.</summary>
    public Call SubmitOne(CallRequest request) =>
        Do(now =>
        {
            ThrowUnlessOpen_NeedsGate();
            return AcceptOne_NeedsGate(request, now);
        });

    /// <summary>Takes in a call of one item for later, or for now if there is room already.</summary>
    public void SubmitLater(IWaitingCall call) =>
        Do(_ =>
        {
            ThrowUnlessOpen_NeedsGate();
            _backlog.Add(call);
        });

    /// <summary>Such a call is not wanted any more; nothing happens when it is not waiting.</summary>
    public void Withdraw(IWaitingCall call)
    {
        if (Do(_ => _backlog.Withdraw(call)))
            call.GiveUp(Admission.NeverRan(OutcomeStatus.Cancelled, Fault));
    }

    /// <summary>The call's reader has published items.</summary>
    public void Announce(Call call) => Do(now => _inputs.Supply(call, hungry: false, now));

    /// <summary>One item of the input was refused; everything before it must be published.</summary>
    public void Refuse(Call call, Exception error) =>
        Do(now =>
        {
            _inputs.Supply(call, hungry: false, now);
            var index = call.Job.Submitted;
            if (_core.Refuse(call.Job, now))
                call.Results.Add(new ResultParcel.Refused(new ItemRange(index, 1), error));
        });

    /// <summary>The input of the call is complete.</summary>
    public void EndInput(Call call) =>
        Do(now =>
        {
            _inputs.Supply(call, hungry: false, now);
            _core.EndInput(call.Job, now);
        });

    /// <summary>The call's reader took outcomes.</summary>
    public void Consume(Call call, ResultParcel parcel)
    {
        call.Results.Free(parcel);
        call.Input.BytesFreed();
        Do(_ => PoolCore.Consume(call.Job, parcel.Items.Count));
    }

    public void Cancel(Call call, TimeSpan grace) => Do(now => _core.Cancel(call.Job, grace, now));

    public void Close() =>
        Do(now =>
        {
            _watch.Closing(_backlog.Count);
            _core.Close(now);
        });

    public void Terminate() =>
        Do(now =>
        {
            _watch.Terminating(_backlog.Count);
            _core.Terminate(now);
        });

    /// <summary>From now on there are so many places; the task completes when that is so.</summary>
    public Task ResizeAsync(int places) =>
        Do(now =>
        {
            ThrowUnlessOpen_NeedsGate();
            _watch.Resizing(places);
            _core.Resize(places, now);
            _milestones.Restaff_NeedsGate();
            return _milestones.Staffed;
        });

    /// <summary>Waits for the loops of all workers, after <see cref="Ended"/>.</summary>
    public async Task JoinLoopsAsync()
    {
        _watchdog.Stop();
        foreach (var slot in _slots.All)
            await slot.Life.ConfigureAwait(false);
    }

    /// <summary>What is known of the workers and the calls, taken in one moment.</summary>
    public T Look<T>(Func<PoolCore, SlotTable, TimeSpan, PoolWatch, T> look)
    {
        lock (_gate)
            return look(_core, _slots, Now(), _watch);
    }

    private void Happened(WorkerEvent happened) =>
        Do(now =>
        {
            _routing.Hear(happened, _core, now);
            if (!_watch.Before(happened, now))
                CoreEvents.Tell(_core, happened, now);
        });

    private void Ring()
    {
        // Outside the gate: the system may take its time to answer.
        foreach (var session in Look((_, _, _, _) => _health.Due()))
            session.Vitals.Look();
        var clock = CommonClock.Timestamp;
        Do(now =>
        {
            _limits.Look(clock, now);
            _health.Judge(now);
            _core.Tick(now);
        });
    }

    private Call AcceptOne_NeedsGate(CallRequest request, TimeSpan now)
    {
        var call = Accept_NeedsGate(request);
        _core.Supply(call.Job, 1, now);
        _core.EndInput(call.Job, now);
        return call;
    }

    private Call Accept_NeedsGate(CallRequest request)
    {
        var entry = _functions.Acquire(request.Function);
        var arguments = request.Arguments;
        var terms = request.Terms with { Pace = entry.Pace, Fitting = items => arguments.Fitting(items, _batchBytes) };
        var call = new Call(_core.Submit(terms), entry, request, Times.Unread);
        _routing.Add(call);
        _watch.Add(call.Job, call.Watch);
        _inputs.Add(call);
        _backlog.Entered(call.MayWait);
        return call;
    }

    private void ThrowUnlessOpen_NeedsGate()
    {
        if (Fault is { } fault)
            throw fault.Retold("The pool cannot start workers.");
        _core.ThrowUnlessOpen();
    }

    private TimeSpan Now() => _time.GetElapsedTime(_start);

    private void Do(Action<TimeSpan> act) =>
        Do(now =>
        {
            act(now);
            return true;
        });

    private T Do<T>(Func<TimeSpan, T> act)
    {
        T result;
        TimeSpan? ring;
        var errands = new Errands(_slots);
        long since;
        lock (_gate)
        {
            since = _clock.GetTimestamp();
            var now = Now();
            result = act(now);
            Settle_NeedsGate(errands, now);
            ring = _health.Sooner(_limits.Sooner(_core.NextTick(now) is { } at ? at - now : null, now));
            _milestones.Note_NeedsGate(_core.IsStaffed, _routing.Fault, _routing.PoolEnded);
        }

        errands.Run();
        if (ring is { } delay)
            _watchdog.Within(delay, since);
        return result;
    }

    /// <summary>Hands on what was decided, takes in what there is room for now, and lets inputs that may be read further know.</summary>
    private void Settle_NeedsGate(Errands errands, TimeSpan now)
    {
        // First, for it may end calls.
        _routing.Route(_core.TakeCommands(), errands);
        if (_backlog.Count > 0)
            Admit_NeedsGate(errands, now);
        _inputs.Serve(now);
        _routing.Route(_core.TakeCommands(), errands);
        if (_routing.Shortage is { } shortage)
            _milestones.Short_NeedsGate(shortage);
        _watch.After(_routing.Event);
        _routing.Forget();
    }

    private void Admit_NeedsGate(Errands errands, TimeSpan now) =>
        _admission.Admit(request => AcceptOne_NeedsGate(request, now), Fault, errands);
}
