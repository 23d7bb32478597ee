using System.Runtime.CompilerServices;

namespace ProcQ.Calls;

/// <summary>
/// An input of which equal items run once, and which items those were. What is at hand is looked through at once, so that a mistake in it is known
/// before anything starts; anything else is looked at while it is read.
/// </summary>
internal sealed class DistinctItems<T>
    where T : notnull
{
    // Owned by whoever reads the input, until its end.
    private readonly HashSet<T> _seen = [];
    private readonly List<T> _kept = [];
    private long _read;

    private DistinctItems(IEnumerable<T> items)
    {
        var atHand = Items<T>.Of(items).AreAtHand;
        if (atHand)
            _kept.AddRange(New(items));
        Input = Items<T>.Of(atHand ? _kept : NewKept(items));
    }

    private DistinctItems(IAsyncEnumerable<T> items) => Input = Items<T>.Of(NewKeptAsync(items));

    /// <summary>What is to be run.</summary>
    public Items<T> Input { get; }

    public static DistinctItems<T> Of(IEnumerable<T>? items) => new(items ?? throw new ArgumentNullException(nameof(items)));

    public static DistinctItems<T> Of(IAsyncEnumerable<T>? items) => new(items ?? throw new ArgumentNullException(nameof(items)));

    /// <summary>Each item with its outcome; they come in the order in which the items were kept.</summary>
    public IReadOnlyDictionary<T, Outcome<TResult>> With<TResult>(Outcome<TResult>[] outcomes)
    {
        var found = new Dictionary<T, Outcome<TResult>>(outcomes.Length);
        for (var i = 0; i < outcomes.Length; i++)
            found.Add(_kept[i], outcomes[i]);
        return found.AsReadOnly();
    }

    private IEnumerable<T> New(IEnumerable<T> items) => items.Where(item => IsNew(item, nameof(items)));

    private IEnumerable<T> NewKept(IEnumerable<T> items)
    {
        foreach (var item in New(items))
        {
            _kept.Add(item);
            yield return item;
        }
    }

    private async IAsyncEnumerable<T> NewKeptAsync(
        IAsyncEnumerable<T> items,
        [EnumeratorCancellation] CancellationToken stop = default
    )
    {
        await foreach (var item in items.WithCancellation(stop).ConfigureAwait(false))
        {
            if (!IsNew(item, nameof(items)))
                continue;
            _kept.Add(item);
            yield return item;
        }
    }

    private bool IsNew(T item, string input)
    {
        var index = _read++;
        // A nullable annotation is only a wish: what comes may be null all the same.
        if (item is null)
            throw new ArgumentException(
                $"Item {index} is null. Each outcome is found under its item, and nothing can be found under null.",
                input
            );
        return _seen.Add(item);
    }
}
