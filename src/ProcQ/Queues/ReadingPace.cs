using System.Diagnostics;

namespace ProcQ.Queues;

/// <summary>How many messages a reader is sent ahead: as many as it takes in the given time, at most twice as many as before.</summary>
internal sealed class ReadingPace(int most, long ticks)
{
    private long _since;
    private long _at;

    /// <summary>How many it is at present.</summary>
    public int Ahead { get; private set; } = 1;

    /// <summary>How many it is from now on, when so many have been read in all.</summary>
    public int Next(long read)
    {
        var now = Stopwatch.GetTimestamp();
        var count = read - _at;
        if (count > 0)
        {
            if (_since != 0)
                Ahead = (int)Math.Clamp(ticks * count / Math.Max(1, now - _since), 1, Math.Min(most, Ahead * 2));
            (_since, _at) = (now, read);
        }

        return Ahead;
    }

    /// <summary>It has become slow.</summary>
    public void Restart() => (Ahead, _since) = (1, 0);
}
