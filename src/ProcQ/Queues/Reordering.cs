using System.Diagnostics.CodeAnalysis;

namespace ProcQ.Queues;

/// <summary>
/// Puts what comes in the order of its numbers. Stable: equal numbers keep the order in which they came; what has no number, or one
/// that has been passed already, has its turn when it comes.
/// </summary>
internal sealed class Reordering<TItem>(long start)
{
    private readonly SortedDictionary<long, Queue<TItem>> _early = [];
    private readonly Queue<TItem> _ready = new();
    private long _next = start;

    /// <summary>One with this number would have to wait for others.</summary>
    public bool HoldsUp(long? order) => order > _next;

    /// <summary>Takes one in.</summary>
    public void Push(TItem item, long? order)
    {
        if (order is not { } number || number < _next)
        {
            _ready.Enqueue(item);
            return;
        }

        if (!_early.TryGetValue(number, out var same))
            _early.Add(number, same = new Queue<TItem>());
        same.Enqueue(item);
        if (number == _next)
            Release();
    }

    /// <summary>Nothing more comes: what is left has its turn, over the gaps.</summary>
    public void Finish()
    {
        foreach (var item in _early.Values.SelectMany(static same => same))
            _ready.Enqueue(item);
        _early.Clear();
    }

    /// <summary>One whose turn it is.</summary>
    public bool TryTake([MaybeNullWhen(false)] out TItem item) => _ready.TryDequeue(out item);

    /// <summary>What was taken in and has not been taken out.</summary>
    public IEnumerable<TItem> Left() => _ready.Concat(_early.Values.SelectMany(static same => same));

    private void Release()
    {
        while (_early.Remove(_next, out var same))
        {
            foreach (var item in same)
                _ready.Enqueue(item);
            // There is nothing behind the last number there is.
            if (_next == long.MaxValue)
                break;
            _next++;
        }
    }
}
