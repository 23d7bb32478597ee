namespace ProcQ.Queues;

/// <summary>What took too many readers with it, counted and told.</summary>
internal sealed class QueueLosses
{
    private long _count;

    /// <summary>Who is told; set once.</summary>
    public Action<Parcel>? Told { get; set; }

    /// <summary>The telling that began last.</summary>
    public Task Telling { get; private set; } = Task.CompletedTask;

    public long Count => Volatile.Read(ref _count);

    public void Add(IReadOnlyList<Parcel> parcels)
    {
        if (parcels.Count == 0)
            return;
        Interlocked.Add(ref _count, parcels.Count);
        if (Told is not { } told)
            return;
        // What is told is the user's code, and this thread has others to serve. What it throws is an unobserved error of the process.
        Telling = Task.Run(() =>
        {
            foreach (var parcel in parcels)
                told(parcel);
        });
    }
}
