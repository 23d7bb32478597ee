namespace ProcQ;

/// <summary>What a <see cref="MsgQueue{T}"/> is to be. Immutable; checked once, when the queue is made.</summary>
public sealed record MsgQueueOptions
{
    /// <summary>Between whom it carries messages. Default: <see cref="QueueKind.Process"/>.</summary>
    public QueueKind Kind { get; init; } = QueueKind.Process;

    /// <summary>
    /// Messages that can wait in the queue; when so many do, <c>Put</c> waits until one is taken. Default: 16,384. Range: 1 to 16,777,216. What readers
    /// have in their hands is not counted. ezq's queues have no bound.
    /// </summary>
    public int Capacity { get; init; } = 16 * 1024;

    /// <summary>
    /// How often a message is handed out again after the process of the reader who had it was lost. Default: 3. Range: 0 and up. With 0 each message is
    /// handed to a reader at most once; with more at least once, unless it takes so many readers with it. What a lost reader had not
    /// begun is handed to another one in any case, and is not counted.
    /// </summary>
    public int Redeliveries { get; init; } = 3;

    /// <summary>The longest message, in bytes, between processes. Default: 64 MiB. Range: 1 KiB to 1 GiB.</summary>
    public int MaxMessageBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Makes the codec for what messages carry between processes. Default: null, ProcQ's own MessagePack. As
    /// <see cref="ProcessPoolOptions.PayloadCodec"/>: called once here and once in each process that uses the queue, to which it travels.
    /// </summary>
    public Func<IPayloadCodec>? PayloadCodec { get; init; }

    internal MsgQueueOptions Validated()
    {
        if (!Enum.IsDefined(Kind))
            throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "Process or Thread.");
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1, nameof(Capacity));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Capacity, 16 * 1024 * 1024, nameof(Capacity));
        ArgumentOutOfRangeException.ThrowIfNegative(Redeliveries, nameof(Redeliveries));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxMessageBytes, 1024, nameof(MaxMessageBytes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(MaxMessageBytes, 1024 * 1024 * 1024, nameof(MaxMessageBytes));
        return this;
    }
}
