using System.Diagnostics;

namespace ProcQ.Engine;

/// <summary>A sum of times. Any thread adds.</summary>
internal sealed class TimeSpent
{
    private long _ticks;

    public TimeSpan Total => Stopwatch.GetElapsedTime(0, Interlocked.Read(ref _ticks));

    /// <summary>Adds what has passed since a timestamp, as often as it stands for.</summary>
    public void AddSince(long start, int times = 1) => Interlocked.Add(ref _ticks, (Stopwatch.GetTimestamp() - start) * times);
}
