namespace ProcQ.Queues;

/// <summary>What took too many readers with it, counted and told.</summary>
internal sealed class QueueLosses
{
    private long _count;
    private Action<Parcel>? _told;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Somebody more is told, for as long as the queue lives.</summary>
    public void Listen(Action<Parcel> told)
    {
        Action<Parcel>? before;
        do before = Volatile.Read(ref _told);
        while (Interlocked.CompareExchange(ref _told, before + told, before) != before);
    }

    public void Add(IReadOnlyList<Parcel> parcels)
    {
        if (parcels.Count == 0)
            return;
        Interlocked.Add(ref _count, parcels.Count);
        if (Volatile.Read(ref _told) is not { } told)
            return;
        // What is told is the user's code, and this thread has others to serve. What it throws is an unobserved error of the process.
        _ = Task.Run(() =>
        {
            foreach (var parcel in parcels)
                told(parcel);
        });
    }
}
