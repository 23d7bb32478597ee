namespace ProcQ.Scheduling;

/// <summary>Measured time per item of a function, and the batch size that was reached with it.</summary>
/// <param name="TicksPerItem">In parts of a tick as well: small items take a tenth of one.</param>
/// <param name="BatchSize">Items in the largest batch it has come to.</param>
internal readonly record struct Pace(double TicksPerItem, int BatchSize)
{
    public Pace(TimeSpan perItem, int batchSize)
        : this(perItem.Ticks, batchSize) { }

    public static Pace Unknown => new(0.0, 0);
}
