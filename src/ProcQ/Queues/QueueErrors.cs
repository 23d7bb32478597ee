namespace ProcQ.Queues;

/// <summary>The errors of queues, in the same words wherever the queue is.</summary>
internal static class QueueErrors
{
    public static ObjectDisposedException Disposed() =>
        new(
            nameof(MsgQueue<>),
            "The queue is disposed. Dispose of it when all who use it are done: end it, stop its workers, and read what is left before."
        );

    public static InvalidOperationException Ended() =>
        new(
            "The queue has been ended, and nothing more can be put into it. Put before End, Stop or Items, or make another queue."
        );

    public static QueueLostException Lost(int owner, Exception? cause = null) =>
        new(
            $"The queue lives in process {owner}, which has ended, has disposed of it or has cut this process off. The process that makes a queue must keep it until all who use it are done."
                + (cause is null ? "" : $" {cause.Message}"),
            cause
        )
        {
            ProcessId = owner,
        };

    public static NotTransferableException TooLarge(long bytes, int most) =>
        new(
            $"The message takes {bytes} bytes and at most {most} can travel: put less (a file name, say), "
                + $"or raise {nameof(MsgQueueOptions)}.{nameof(MsgQueueOptions.MaxMessageBytes)}."
        );
}
