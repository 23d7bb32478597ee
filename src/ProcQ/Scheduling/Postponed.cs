namespace ProcQ.Scheduling;

/// <summary>Items that will run again, but not yet.</summary>
internal sealed class Postponed
{
    // Doubling goes on up to here, or stays at the first wait if that is longer.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly List<(JobState Job, ItemRange Item, TimeSpan Due)> _items = [];

    public int Count => _items.Count;

    /// <summary>When the next one is due; null when there is none.</summary>
    public TimeSpan? Next => _items.Count == 0 ? null : _items.Min(i => i.Due);

    /// <summary>An item whose attempt failed now waits for this, its next one.</summary>
    public void Add(JobState job, ItemRange item, TimeSpan now) =>
        _items.Add((job, item, Deadline.After(Delay(job.Terms.RetryDelay, item.Attempt - 1), now) ?? TimeSpan.MaxValue));

    /// <summary>Items whose wait is over, in the order in which they were put here.</summary>
    public List<(JobState Job, ItemRange Item)> TakeDue(TimeSpan now) => Take(i => i.Due <= now);

    /// <summary>All items of a job.</summary>
    public List<(JobState Job, ItemRange Item)> TakeAll(JobState job) => Take(i => i.Job == job);

    /// <summary>The wait after the failure of attempt number <paramref name="attempt"/>.</summary>
    public static TimeSpan Delay(TimeSpan first, int attempt)
    {
        var most = first > Longest ? first : Longest;
        var delay = first;
        for (var i = 1; i < attempt && delay < most; i++)
            delay = delay < most / 2 ? delay * 2 : most;
        return delay < most ? delay : most;
    }

    private List<(JobState Job, ItemRange Item)> Take(Predicate<(JobState Job, ItemRange Item, TimeSpan Due)> wanted)
    {
        if (_items.Count == 0)
            return [];
        List<(JobState Job, ItemRange Item)> taken = [.. _items.FindAll(wanted).Select(i => (i.Job, i.Item))];
        _items.RemoveAll(wanted);
        return taken;
    }
}
