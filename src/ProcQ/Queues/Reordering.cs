namespace ProcQ.Queues;

/// <summary>
/// Puts messages in the order of their numbers as they come. Stable: equal numbers keep the order in which they came; a message without a number, or with one
/// that has been passed already, has its turn when it comes.
/// </summary>
internal sealed class Reordering<T>(long start)
{
    private readonly SortedDictionary<long, Queue<Msg<T>>> _early = [];
    private long _next = start;

    /// <summary>Takes a message in and says which ones have their turn now.</summary>
    public IEnumerable<Msg<T>> Push(Msg<T> message)
    {
        if (message.Order is not { } order || order < _next)
            return [message];
        if (!_early.TryGetValue(order, out var same))
            _early.Add(order, same = new Queue<Msg<T>>());
        same.Enqueue(message);
        return order == _next ? Ready() : [];
    }

    /// <summary>Nothing more comes: what is left, over the gaps.</summary>
    public IEnumerable<Msg<T>> Rest() => _early.Values.SelectMany(static same => same);

    private List<Msg<T>> Ready()
    {
        var ready = new List<Msg<T>>();
        while (_early.Remove(_next, out var same))
        {
            ready.AddRange(same);
            // There is nothing behind the last number there is.
            if (_next == long.MaxValue)
                break;
            _next++;
        }

        return ready;
    }
}
