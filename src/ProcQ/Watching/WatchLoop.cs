namespace ProcQ.Watching;

/// <summary>Does what is posted to it, in order, on a thread of its own.</summary>
internal sealed class WatchLoop
{
    private readonly object _gate = new();
    private readonly Queue<Action> _waiting = new();
    private bool _closed;

    public WatchLoop(string name) => Thread = new WatchThread(name, Run);

    public WatchThread Thread { get; }

    /// <summary>Puts something in line, which must not throw; dropped once the loop is closed. May be called under a lock.</summary>
    public void Post(Action act)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            _waiting.Enqueue(act);
            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Takes no more; what waits is still done.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        while (Take() is { } act)
            act();
    }

    private Action? Take()
    {
        lock (_gate)
        {
            Action? act;
            while (!_waiting.TryDequeue(out act) && !_closed)
                Monitor.Wait(_gate);
            return act;
        }
    }
}
