using System.Diagnostics;

namespace ProcQ.Queues;

/// <summary>
/// Writes out what is put. A message that comes alone is written at once, by who put it; of many in a row a thread writes as many as have come
/// while it wrote the ones before.
/// </summary>
internal sealed class Flusher(Outbox outbox)
{
    private static readonly long AloneTicks = Stopwatch.Frequency / 10_000;

    private readonly AutoResetEvent _wake = new(initialState: false);
    private long _last;
    private int _awake;
    private Thread? _thread;
    private volatile bool _over;

    /// <summary>Something was put.</summary>
    public void Flush()
    {
        var now = Stopwatch.GetTimestamp();
        var pause = now - Interlocked.Exchange(ref _last, now);
        if (pause > AloneTicks)
            outbox.Pump();
        else if (Interlocked.Exchange(ref _awake, 1) == 0)
            Wake();
    }

    public void Stop()
    {
        _over = true;
        _wake.Set();
    }

    private void Wake()
    {
        if (_thread is null && !_over)
        {
            var thread = new Thread(Run) { IsBackground = true, Name = "ProcQ queue writer" };
            if (Interlocked.CompareExchange(ref _thread, thread, null) is null)
                thread.Start();
        }

        _wake.Set();
    }

    private void Run()
    {
        while (!_over)
        {
            _wake.WaitOne();
            Volatile.Write(ref _awake, 0);
            Interlocked.MemoryBarrier();
            outbox.Pump();
        }
    }
}
