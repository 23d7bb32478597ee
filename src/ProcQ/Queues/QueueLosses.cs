using System.Diagnostics.CodeAnalysis;

namespace ProcQ.Queues;

/// <summary>What took too many readers with it, counted and told.</summary>
internal sealed class QueueLosses
{
    private long _count;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Tells of each, for as long as the queue lives.</summary>
    [SuppressMessage("Design", "MA0046", Justification = "As MsgQueue.Lost: what is told is the message.")]
    public event Action<Parcel>? Lost;

    public void Add(IReadOnlyList<Parcel> parcels)
    {
        if (parcels.Count == 0)
            return;
        Interlocked.Add(ref _count, parcels.Count);
        if (Lost is not { } told)
            return;
        // What is told is the user's code, and this thread has others to serve. What it throws is an unobserved error of the process.
        _ = Task.Run(() =>
        {
            foreach (var parcel in parcels)
                told(parcel);
        });
    }
}
