using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>
/// What functions say of their progress, on its way to the parent: ten times a second at most. What is said in between waits its turn and is replaced
/// by what is said later. Any thread may speak.
/// </summary>
internal sealed class ProgressOutlet(ResultOutlet outlet)
{
    private const int PeriodMilliseconds = 100;

    private readonly object _gate = new();
    private (long Item, ProgressReport Report)? _waiting;
    private long? _sentAt;
    private Thread? _thread;
    private bool _ended;

    public void Report(long item, ProgressReport report)
    {
        lock (_gate)
        {
            if (_ended)
                return;
            _waiting = (item, report);
            if (Left_NeedsLock() <= 0)
            {
                Send_NeedsLock();
                return;
            }

            // Most functions never say anything, and many say little: the thread is for those that say more.
            if (_thread is null)
            {
                _thread = new Thread(SendWaiting) { IsBackground = true, Name = "ProcQ progress" };
                _thread.UnsafeStart();
            }

            Monitor.Pulse(_gate);
        }
    }

    /// <summary>Nobody listens any more, whatever is still said.</summary>
    public void End()
    {
        lock (_gate)
        {
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    private void SendWaiting()
    {
        lock (_gate)
        {
            while (!_ended)
            {
                if (_waiting is null)
                    Monitor.Wait(_gate);
                else if (Left_NeedsLock() is > 0 and var left)
                    Monitor.Wait(_gate, left);
                else
                    Send_NeedsLock();
            }
        }
    }

    private int Left_NeedsLock() =>
        _sentAt is { } sent ? (int)Math.Max(0, sent + PeriodMilliseconds - Environment.TickCount64) : 0;

    private void Send_NeedsLock()
    {
        if (_waiting is not { } waiting)
            return;
        _waiting = null;
        _sentAt = Environment.TickCount64;
        outlet.SendProgress(waiting.Item, waiting.Report);
    }
}
