using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace ProcQ.Pipelines;

/// <summary>
/// The entrance of a stage, or of whoever reads the last one's results. An item takes a place before it comes in and keeps it until it is done with: so the items in a
/// stage are bounded wherever in it they are, and who feeds it waits.
/// </summary>
internal sealed class Inbox<T>(int places, bool carries, Action? arrived = null)
{
    private readonly Channel<Envelope<T>> _items = Channel.CreateUnbounded<Envelope<T>>();
    private readonly Credits _places = new(places);

    /// <summary>Nobody looks at what comes in: it is to be the bytes that a worker sent, where those are worth keeping.</summary>
    public bool Carries => carries && Carried<T>.PaysOff;

    /// <summary>Items that wait here, not counting those that were taken out.</summary>
    public int Waiting => _items.Reader.Count;

    /// <summary>Nothing is here and nothing will come.</summary>
    public bool IsAtEnd => _items.Reader.Completion.IsCompleted;

    public bool TryReserve() => _places.TryTake();

    public ValueTask ReserveAsync(CancellationToken ct) => _places.TakeAsync(ct);

    /// <summary>An item comes in; its place was reserved before.</summary>
    public void Put(Envelope<T> item)
    {
        _items.Writer.TryWrite(item);
        arrived?.Invoke();
    }

    public async ValueTask PutAsync(Envelope<T> item, CancellationToken ct)
    {
        await ReserveAsync(ct).ConfigureAwait(false);
        Put(item);
    }

    /// <summary>An item that was taken out is done with, or a reserved place is not needed.</summary>
    public void Free() => _places.Give();

    /// <summary>The stage has <paramref name="more"/> workers more.</summary>
    public void Widen(int more) => _places.Raise(more);

    /// <summary>Nothing more comes.</summary>
    public void Complete()
    {
        _items.Writer.TryComplete();
        arrived?.Invoke();
    }

    public bool TryTake([MaybeNullWhen(false)] out Envelope<T> item) => _items.Reader.TryRead(out item);

    public IAsyncEnumerable<Envelope<T>> TakeAllAsync(CancellationToken ct) => _items.Reader.ReadAllAsync(ct);
}
