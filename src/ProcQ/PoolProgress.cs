namespace ProcQ;

/// <summary>How far a call is; see <see cref="MapOptions.Progress"/>. Immutable.</summary>
public sealed record PoolProgress
{
    /// <summary>Items that have had their outcome, whatever it was.</summary>
    public long Done { get; init; }

    /// <summary>Those of them that have no result: failed, timed out, lost or cancelled.</summary>
    public long Failed { get; init; }

    /// <summary>Items that run now.</summary>
    public long Running { get; init; }

    /// <summary>Items that were read from the input and have not begun. The input is read only as far as the workers need it.</summary>
    public long Queued { get; init; }

    /// <summary>How many items the call has; null while nobody knows.</summary>
    public long? Total { get; init; }

    /// <summary>Items done a second, over the last five seconds.</summary>
    public double Rate { get; init; }

    /// <summary>How long the rest takes at that rate; null when the total is not known or nothing gets done.</summary>
    public TimeSpan? Eta { get; init; }
}
