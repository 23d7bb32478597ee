using System.Diagnostics;

namespace ProcQ.Workers;

/// <summary>
/// What is seen of what one worker lives in, look by look: by the pool's clock about once a second while the worker has something in hand, by whoever asks, and
/// a last time before it is killed. Nothing is looked at for the sake of an item.
/// </summary>
internal abstract class Vitals
{
    // While it works it is looked at every second. What was seen long before belongs to an earlier item, or to no item at all.
    protected static readonly TimeSpan Stale = TimeSpan.FromSeconds(5);

    private volatile Sight _last = Sight.None;

    /// <summary>The last look.</summary>
    public Sight Last
    {
        get => _last;
        protected set => _last = value;
    }

    /// <summary>The last look, unless it tells nothing of now.</summary>
    public Sight Recent => _last is { } last && Stopwatch.GetElapsedTime(last.At) <= Stale ? last : Sight.None;

    /// <summary>Looks now. Of a worker that has ended the last look stands.</summary>
    public abstract Sight Look();
}
