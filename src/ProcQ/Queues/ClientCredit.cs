using System.Diagnostics;

namespace ProcQ.Queues;

/// <summary>How many messages this process may put into a queue of another one, and when it asks for more. Guarded by its client's gate.</summary>
internal sealed class ClientCredit(int capacity)
{
    // Asking costs a round trip; so many messages take longer than that.
    private const int MostAsked = 1024;

    // Who waited for it needs so long at most to wake up and use it.
    private static readonly long FreshTicks = Stopwatch.Frequency / 1000;

    private readonly int _most = Math.Clamp(capacity / 4, 1, MostAsked);
    private int _count;
    private int _window = 1;
    private bool _asked;
    private long _grantedAt;
    private Waiting _news = new();

    /// <summary>Uses one if there is one.</summary>
    public bool TryUse()
    {
        if (_count == 0)
            return false;
        _count--;
        return true;
    }

    /// <summary>How many to ask for now; 0: none. The more quickly they are used up the more are asked for.</summary>
    public int ToAsk()
    {
        if (_asked || (_count > 0 && _count * 2 >= _window))
            return 0;
        _asked = true;
        var asked = _window;
        _window = Math.Min(_most, _window * 2);
        return asked;
    }

    /// <summary>What happens when there is something new: credit, or the end.</summary>
    public Waiting News => _news.HasHappened ? _news = new Waiting() : _news;

    public void Granted(int count, bool asAsked)
    {
        _count += count;
        _grantedAt = Stopwatch.GetTimestamp();
        if (asAsked)
            _asked = false;
        _news.Happen();
    }

    /// <summary>Whether there is credit that came so lately that who waited for it may not have woken up.</summary>
    public bool WasJustGranted(long now) => _count > 0 && now - _grantedAt < FreshTicks;

    /// <summary>Somebody else needs it: gives all of it back, and asks for little next time.</summary>
    public int GiveBack()
    {
        var count = _count;
        _count = 0;
        _window = 1;
        return count;
    }

    /// <summary>Nothing more is granted.</summary>
    public void Wake() => _news.Happen();
}
