namespace ProcQ.Scheduling;

/// <summary>The items of one job that no worker holds: what came back first, lowest index first, then what is new.</summary>
/// <remarks>Low indexes go first so that an ordered stream, which waits for its lowest item, always moves.</remarks>
internal sealed class PendingItems
{
    private readonly List<ItemRange> _returned = [];
    private readonly Queue<ItemRange> _retries = new();
    private long _fresh;
    private long _end;

    /// <summary>How many items wait.</summary>
    public long Count { get; private set; }

    /// <summary>Every item below this index has been handed in.</summary>
    public long End => _end;

    /// <summary>New items at the end of the input.</summary>
    public void Append(int count)
    {
        _end += count;
        Count += count;
    }

    /// <summary>One item at the end of the input that never waits: it was settled while it was handed in.</summary>
    public void Skip()
    {
        if (_fresh < _end)
            _returned.Add(new ItemRange(_fresh, (int)(_end - _fresh)));
        _fresh = ++_end;
    }

    /// <summary>Items that a worker held and had not begun.</summary>
    public void Return(ItemRange range)
    {
        if (range.Count == 0)
            return;
        Count += range.Count;
        var at = _returned.FindIndex(r => r.First > range.First);
        if (at < 0)
            at = _returned.Count;
        // Pieces of one batch that come back one after the other become one batch again.
        if (at < _returned.Count && Joins(range, _returned[at]))
            _returned[at] = range with { Count = range.Count + _returned[at].Count };
        else
            _returned.Insert(at, range);
        if (at == 0 || !Joins(_returned[at - 1], _returned[at]))
            return;
        _returned[at - 1] = _returned[at - 1] with { Count = _returned[at - 1].Count + _returned[at].Count };
        _returned.RemoveAt(at);
    }

    /// <summary>The next attempt at an item; it will travel alone.</summary>
    public void Retry(ItemRange item)
    {
        _retries.Enqueue(item);
        Count++;
    }

    /// <summary>Takes the next items to run, at most <paramref name="most"/> of them; at least one must wait.</summary>
    public ItemRange Take(int most)
    {
        var range = TakeReturned(most) ?? TakeRetry() ?? TakeFresh(most);
        Count -= range.Count;
        return range;
    }

    /// <summary>Keeps the first <paramref name="kept"/> of items just taken, and puts the rest back in front.</summary>
    public ItemRange PutBack(ItemRange taken, int kept)
    {
        Return(taken with { First = taken.First + kept, Count = taken.Count - kept });
        return taken with { Count = kept };
    }

    /// <summary>Takes everything that waits.</summary>
    public List<ItemRange> TakeAll()
    {
        var all = new List<ItemRange>();
        while (Count > 0)
            all.Add(Take(int.MaxValue));
        return all;
    }

    /// <summary>Retries and suspects travel alone; all else that is of one kind joins.</summary>
    private static bool Joins(ItemRange left, ItemRange right) =>
        left.End == right.First
        && left is { Attempt: 1, Strikes: 0 }
        && right is { Attempt: 1, Strikes: 0 }
        && left.Touched == right.Touched;

    private ItemRange? TakeReturned(int most)
    {
        if (_returned.Count == 0)
            return null;
        var range = _returned[0];
        // What already cost a worker its life goes one by one, so that the next death names one item.
        var count = range.Strikes > 0 ? 1 : Math.Min(most, range.Count);
        if (count == range.Count)
            _returned.RemoveAt(0);
        else
            _returned[0] = range with { First = range.First + count, Count = range.Count - count };
        return range with { Count = count };
    }

    private ItemRange? TakeRetry() => _retries.TryDequeue(out var retry) ? retry : null;

    private ItemRange TakeFresh(int most)
    {
        var count = (int)Math.Min(most, _end - _fresh);
        var range = new ItemRange(_fresh, count);
        _fresh += count;
        return range;
    }
}
