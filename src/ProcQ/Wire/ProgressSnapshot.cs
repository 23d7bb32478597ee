namespace ProcQ.Wire;

/// <summary>What a worker's progress page said: the item that runs (-1: none), below which number all have ended, and when the running one began.</summary>
/// <param name="Running">The sequence number of the item that runs, or -1.</param>
/// <param name="Finished">Items below this number have run to their end.</param>
/// <param name="ChangedAt"><see cref="CommonClock.Timestamp"/> when the running item began, one clock for all processes of a machine. 0: nobody wrote it down, as for the items of a batch; the parent then counts from when it first sees the item, at most some milliseconds later.</param>
/// <param name="Step">Where in that item the worker is.</param>
internal readonly record struct ProgressSnapshot(long Running, long Finished, long ChangedAt, ItemStep Step = default)
{
    /// <summary>What the page of a worker says that has done nothing, or has destroyed its page.</summary>
    public static ProgressSnapshot Nothing { get; } = new(-1, 0, 0);

    /// <summary>Nobody can say what the worker did before it died: it may have run all that it was sent.</summary>
    public static ProgressSnapshot Unknown { get; } = new(-1, long.MaxValue, 0);

    /// <summary>Where in its work the worker is, in the words of users.</summary>
    public WorkPhase Phase =>
        (Running, Step) switch
        {
            (< 0, _) => WorkPhase.Idle,
            (_, ItemStep.Function) => WorkPhase.Running,
            (_, ItemStep.Result) => WorkPhase.Encoding,
            _ => WorkPhase.Decoding,
        };
}
