namespace ProcQ.Calls;

/// <summary>The input of a call: a sequence, or one that is awaited.</summary>
internal readonly record struct Items<T>(IEnumerable<T>? Sequence, IAsyncEnumerable<T>? Stream)
{
    /// <summary>How many there are, when that is known without reading them. Asked once: a count may be the user's code.</summary>
    public long? Count { get; } = Sequence is not null && Sequence.TryGetNonEnumeratedCount(out var count) ? count : null;

    /// <summary>They are all there: reading one does not wait for anything.</summary>
    /// <remarks>A count alone does not say that: LINQ knows how many items a <c>Select</c> over an array has, and still runs the user's code for each.</remarks>
    public bool AreAtHand => Sequence is ICollection<T> or IReadOnlyCollection<T>;

    public static Items<T> Of(IEnumerable<T>? items) => new(items ?? throw new ArgumentNullException(nameof(items)), null);

    public static Items<T> Of(IAsyncEnumerable<T>? items) => new(null, items ?? throw new ArgumentNullException(nameof(items)));
}
