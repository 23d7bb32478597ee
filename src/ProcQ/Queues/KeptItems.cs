namespace ProcQ.Queues;

/// <summary>
/// All items of a queue, read by the first who asks and kept for all. When one cannot be read, those before it stay, and who asks next goes on behind it.
/// </summary>
internal sealed class KeptItems<T>
{
    // Whoever reads holds it: the others wait for the same items.
    private readonly Lock _reading = new();

    // Guarded by it.
    private readonly List<Msg<T>> _read = [];
    private Msg<T>[]? _all;

    /// <summary>All items; <paramref name="rest"/> is what has not been read yet.</summary>
    public Msg<T>[] All(IEnumerable<Msg<T>> rest)
    {
        lock (_reading)
        {
            if (_all is not null)
                return _all;
            // One by one: what came before a failure is kept.
            foreach (var message in rest)
                _read.Add(message);
            return _all = [.. _read];
        }
    }
}
