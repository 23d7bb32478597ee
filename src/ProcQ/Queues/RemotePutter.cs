using ProcQ.Wire;

namespace ProcQ.Queues;

/// <summary>The writers of another process, which share one credit.</summary>
internal sealed class RemotePutter : Putter
{
    private readonly int _process;

    public RemotePutter(int process, Outbox outbox)
    {
        _process = process;
        Outbox = outbox;
    }

    /// <summary>What the readers of that process hold.</summary>
    public Holdings Holdings { get; } = new();

    public override bool MayExceed => Relief.Covers(_process);

    public override void Grant(int count) => Outbox!.Post(FrameKind.QueueGrant, count);

    public override void Recall() => Outbox!.Post(FrameKind.QueueRecall, 0);

    public override void End(QueuePhase phase)
    {
        if (phase == QueuePhase.Ended)
            Outbox!.Post(FrameKind.QueueEnded, 0);
    }
}
