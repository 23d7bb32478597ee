namespace ProcQ.Queues;

/// <summary>
/// Who listens to the losses of a queue, through one of its faces. It knows how to read a message and not the queue: that goes when nobody uses it any more, whoever
/// has listened.
/// </summary>
internal sealed class LossTeller<T>(Func<Parcel, Msg<T>> read)
{
    private readonly Lock _gate = new();

    // Replaced under the gate, called outside of it.
    private volatile Action<Msg<T>>? _listeners;

    public void Add(Action<Msg<T>>? listener)
    {
        lock (_gate)
            _listeners += listener;
    }

    public void Remove(Action<Msg<T>>? listener)
    {
        lock (_gate)
            _listeners -= listener;
    }

    public void Tell(Parcel parcel) => _listeners?.Invoke(read(parcel));
}
