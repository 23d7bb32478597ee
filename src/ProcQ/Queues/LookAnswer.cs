namespace ProcQ.Queues;

/// <summary>The answer to a look at a queue of another process, when it comes.</summary>
internal sealed class LookAnswer
{
    public Waiting Told { get; } = new();

    public bool IsKnown { get; private set; }

    public int Count { get; private set; }

    public void Tell(int count)
    {
        (Count, IsKnown) = (count, true);
        Told.Happen();
    }
}
