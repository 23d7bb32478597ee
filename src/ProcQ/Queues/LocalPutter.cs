namespace ProcQ.Queues;

/// <summary>A writer in the queue's own process that waits for room for one message.</summary>
internal sealed class LocalPutter(object? worker) : Putter
{
    /// <summary>What it waits for: credit, or the end.</summary>
    public Waiting Told { get; } = new();

    /// <summary>How it ended, if it did.</summary>
    public QueuePhase Ending { get; private set; }

    public override bool MayExceed => Relief.Covers(worker);

    public override void Grant(int count) => Told.Happen();

    public override void End(QueuePhase phase)
    {
        Ending = phase;
        Told.Happen();
    }
}
