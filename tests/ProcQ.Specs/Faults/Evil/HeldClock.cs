using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults.Evil;

/// <summary>
/// A pool's clock that can hold up the next reader of a worker's pipe who looks at it, as a machine may that is too busy: everything else goes on.
/// </summary>
internal sealed class HeldClock : TimeProvider
{
    private readonly ManualResetEventSlim _held = new();
    private readonly ManualResetEventSlim _released = new();
    private int _armed;

    /// <summary>The next reader that comes by is held.</summary>
    public void Arm() => Volatile.Write(ref _armed, 1);

    /// <summary>Waits until one is held.</summary>
    public void AwaitHeld() => Assert.True(_held.Wait(Patience.Limit));

    public void Release() => _released.Set();

    public override long GetTimestamp()
    {
        var isReader = Thread.CurrentThread.Name?.StartsWith("ProcQ worker", StringComparison.Ordinal) == true;
        if (isReader && Interlocked.Exchange(ref _armed, 0) == 1)
        {
            _held.Set();
            _released.Wait(Patience.Limit);
        }

        return base.GetTimestamp();
    }
}
