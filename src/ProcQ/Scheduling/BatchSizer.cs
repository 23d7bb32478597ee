namespace ProcQ.Scheduling;

/// <summary>Chooses how many items the next batch of a job holds, from what its items have taken so far.</summary>
internal sealed class BatchSizer(JobTerms terms)
{
    private const int Largest = 32_768;
    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(2);

    // Below this a batch costs more in wake-ups than it spreads the work.
    private static readonly TimeSpan Least = TimeSpan.FromMicroseconds(200);

    private double _ticksPerItem = terms.Pace.PerItem.Ticks;
    private int _reached = Math.Max(1, terms.Pace.BatchSize);

    /// <summary>What was learnt, to start the next call of the same function with.</summary>
    public Pace Pace => new(TimeSpan.FromTicks((long)Math.Ceiling(_ticksPerItem)), _reached);

    /// <summary>Time per item as measured; zero when nothing was measured.</summary>
    public TimeSpan PerItem => TimeSpan.FromTicks((long)Math.Ceiling(_ticksPerItem));

    /// <summary>The size of the next batch when <paramref name="remaining"/> items (if known) are still to be given out.</summary>
    public int Next(long? remaining, int workers)
    {
        if (terms.ChunkSize is { } fixedSize)
            return fixedSize;
        var size = (long)_reached;
        if (remaining is { } left)
            size = Math.Min(size, Math.Max(left / (2L * Math.Max(1, workers)), Fitting(Least)));
        return (int)Math.Clamp(size, 1, Largest);
    }

    /// <summary>A batch, or a part of one, of <paramref name="count"/> items took <paramref name="elapsed"/>.</summary>
    public void Measured(int count, TimeSpan elapsed)
    {
        // The worker says how long it took, and it may say anything.
        var ticks = Math.Clamp(elapsed.Ticks, 0, TimeSpan.TicksPerMinute) / (double)count;
        // Slow down at once, speed up slowly: a batch that is too large withholds work from idle workers.
        _ticksPerItem = ticks > _ticksPerItem ? ticks : (_ticksPerItem + ticks) / 2;
        _reached = (int)Math.Clamp(Fitting(Aim), 1, Math.Min(Largest, Math.Max(_reached, count) * 2L));
    }

    private long Fitting(TimeSpan span) => _ticksPerItem < 0.01 ? Largest : (long)(span.Ticks / _ticksPerItem);
}
