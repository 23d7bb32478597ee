namespace ProcQ.Scheduling;

/// <summary>Measured time per item of a function, and the batch size that was reached with it.</summary>
internal readonly record struct Pace(TimeSpan PerItem, int BatchSize)
{
    public static Pace Unknown => new(TimeSpan.Zero, 0);
}
