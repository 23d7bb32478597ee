using System.Collections.Concurrent;

namespace ProcQ.Threads;

/// <summary>
/// Hands things on one by one, in order, on the thread of whoever adds one: who comes while another is at it leaves it to that one. Handing on may lead to
/// other conveyors, and these back to this one: what is to be run inside of a run is run after it, so that no stack grows by it.
/// </summary>
internal sealed class Conveyor<T>
{
    private readonly Action<T> _hand;
    private readonly Action<Exception> _failed;
    private readonly Action _runNow;
    private readonly ConcurrentQueue<T> _waiting = new();
    private int _runs;

    /// <param name="hand">Hands on one thing.</param>
    /// <param name="failed">Hears when that threw; the others follow all the same.</param>
    public Conveyor(Action<T> hand, Action<Exception> failed)
    {
        (_hand, _failed) = (hand, failed);
        _runNow = RunNow;
    }

    /// <summary>Puts a thing in line. May be called under a lock; <see cref="Run"/> must follow outside of it.</summary>
    public void Add(T thing) => _waiting.Enqueue(thing);

    /// <summary>Hands on what is in line.</summary>
    public void Run() => Conveyors.Run(_runNow);

    private void RunNow()
    {
        if (Interlocked.Increment(ref _runs) != 1)
            return;
        int seen;
        do
        {
            seen = Volatile.Read(ref _runs);
            while (_waiting.TryDequeue(out var thing))
                HandGuarded(thing);
        } while (Interlocked.Add(ref _runs, -seen) != 0);
    }

    private void HandGuarded(T thing)
    {
        try
        {
            _hand(thing);
        }
        catch (Exception e)
        {
            // The thread was interrupted, say, by code that it had run before. Whose conveyor it is decides what that costs; it must not stand still.
            _failed(e);
        }
    }
}
