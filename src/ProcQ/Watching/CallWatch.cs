using ProcQ.Scheduling;

namespace ProcQ.Watching;

/// <summary>
/// What is told of one call, to the pool's reporter and to its own, where there are such. The engine calls it under its gate: everything is put in line
/// and told on the loops.
/// </summary>
internal sealed class CallWatch
{
    private readonly List<(ReporterLoop Loop, CallTeller Teller)> _listeners = [];
    private readonly ReporterLoop? _own;

    public CallWatch(ReporterLoop? ofPool, ReporterLoop? own)
    {
        _own = own;
        if (ofPool is not null)
            _listeners.Add((ofPool, new CallTeller(wholeCall: false)));
        if (own is not null)
            _listeners.Add((own, new CallTeller(wholeCall: true)));
    }

    /// <summary>The items that have no outcome yet.</summary>
    public ItemBook Items { get; } = new();

    /// <summary>The pool has taken the call in.</summary>
    public void Open(int workers, IEnumerable<WorkerInfo> alive)
    {
        if (_own is null)
            return;
        WorkerInfo[] there = [.. alive];
        _own.Post(r =>
        {
            r.Init(workers);
            foreach (var worker in there)
                r.Spawn(worker);
        });
    }

    public void Spawn(WorkerInfo worker) => _own?.Post(r => r.Spawn(worker));

    public void Unresponsive(WorkerInfo worker, WorkerCondition condition) => _own?.Post(r => r.Unresponsive(worker, condition));

    public void Begin(long index, int attempt, WorkerInfo worker)
    {
        var running = new CallTeller.Running(worker, Items[index], attempt);
        Post((r, teller) => teller.Begin(r, index, running));
    }

    public void Progress(long index, double fraction, string? message) =>
        Post((r, teller) => teller.Progress(r, index, fraction, message));

    public void Retry(ItemRange item, WorkerInfo worker, OutcomeStatus reason)
    {
        var lost = new CallTeller.Running(worker, Items[item.First], item.Attempt);
        Post((r, teller) => teller.Retry(r, item.First, lost, reason));
    }

    /// <summary>Items have their outcomes; each listener reads them for itself, on its loop.</summary>
    public void End(ItemRange items, Func<IEnumerable<ItemEnd>> read)
    {
        var objects = Items.Take(items.First, items.Count);
        Post(
            (r, teller) =>
            {
                var i = 0;
                foreach (var end in read())
                {
                    teller.End(r, items.First + i, objects[i], end);
                    i++;
                }
            }
        );
    }

    public void Exit(WorkerInfo worker, WorkerExit exit) => Post((r, teller) => teller.Exit(r, worker, exit));

    /// <summary>The last outcome is out. Its own reporter hears nothing after that, also when its caller never goes away.</summary>
    public void Over()
    {
        Post((r, teller) => teller.Over(r));
        _own?.Close();
    }

    /// <summary>The call's own reporter can be told things.</summary>
    public void Start() => _own?.Start();

    /// <summary>The caller goes away, with or without all outcomes: its reporter has heard everything when this returns.</summary>
    public void Leave()
    {
        PostLeave();
        _own?.End();
    }

    /// <inheritdoc cref="Leave"/>
    public Task LeaveAsync()
    {
        PostLeave();
        return _own?.EndAsync() ?? Task.CompletedTask;
    }

    private void PostLeave()
    {
        foreach (var (loop, teller) in _listeners)
        {
            if (loop == _own)
                loop.Post(teller.Over);
        }
    }

    private void Post(Action<Reporter, CallTeller> tell)
    {
        foreach (var (loop, teller) in _listeners)
            loop.Post(r => tell(r, teller));
    }
}
