namespace ProcQ.Scheduling;

/// <summary>Chooses how many items the next batch of a job holds, from what its items have taken so far.</summary>
internal sealed class BatchSizer(JobTerms terms)
{
    private const int Largest = 32_768;

    // A worker that has nothing to do does not wait for more than these to be read and encoded.
    private const int LargestToWaitFor = 8192;

    private static readonly TimeSpan Aim = TimeSpan.FromMilliseconds(2);

    // Below this a batch costs more in wake-ups than it spreads the work.
    private static readonly TimeSpan Least = TimeSpan.FromMicroseconds(200);

    private double _ticksPerItem = terms.Pace.TicksPerItem;
    private int _reached = Math.Max(1, terms.Pace.BatchSize);

    /// <summary>What was learnt, to start the next call of the same function with.</summary>
    public Pace Pace => new(_ticksPerItem, _reached);

    /// <summary>Time per item as measured, in ticks and parts of them; zero when nothing was measured.</summary>
    public double TicksPerItem => _ticksPerItem;

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

    /// <summary>Items that a worker that has none waits for, where more of them are to be had at once: a batch.</summary>
    public int Worthwhile => Math.Clamp(terms.ChunkSize ?? _reached, 1, LargestToWaitFor);

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
