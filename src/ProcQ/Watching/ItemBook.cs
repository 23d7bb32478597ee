namespace ProcQ.Watching;

/// <summary>
/// The items of a call as objects, from the time they are read until they have their outcome. The pool itself has only their bytes; this is kept for
/// reporters, and only when there is one.
/// </summary>
internal sealed class ItemBook
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, object?> _items = [];
    private long _next;

    /// <summary>The next items of the input, in order. Before the pool can know of them.</summary>
    public void Add<T>(ReadOnlySpan<T> items)
    {
        lock (_gate)
        {
            foreach (var item in items)
                _items.Add(_next++, item);
        }
    }

    /// <summary>An item that is still open.</summary>
    public object? this[long index]
    {
        get
        {
            lock (_gate)
                return _items.GetValueOrDefault(index);
        }
    }

    /// <summary>Takes out items that have their outcome.</summary>
    public object?[] Take(long first, int count)
    {
        var taken = new object?[count];
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
                _items.Remove(first + i, out taken[i]);
        }

        return taken;
    }
}
