using ProcQ.Host;

namespace ProcQ.Threads;

/// <summary>A worker that is a thread waits here; whoever has put something into its inbox wakes it.</summary>
internal sealed class ThreadNews : NewsSource
{
    private readonly object _gate = new();
    private bool _any;

    public void Announce()
    {
        lock (_gate)
        {
            _any = true;
            Monitor.Pulse(_gate);
        }
    }

    public override void AwaitNews()
    {
        lock (_gate)
        {
            while (!_any)
                Monitor.Wait(_gate);
            _any = false;
        }
    }

    /// <summary>Nobody has to listen: who has news brings it.</summary>
    public override void TakeOver() { }
}
