namespace ProcQ.Queues;

/// <summary>The readers of this process at one queue of another: by number, each with a slot on the page while there are any.</summary>
internal sealed class ClientReaders
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();

    // Guarded by the gate.
    private readonly Dictionary<long, ClientReader> _readers = [];
    private readonly List<(int Slot, Waiting? Usable)> _free =
    [
        .. Enumerable.Range(0, ReaderPage.Slots).Select(s => (s, (Waiting?)null)),
    ];
    private int _count;
    private ReaderPage? _page;
    private Func<Exception>? _failure;
    private Timer? _timer;
    private bool _ticks;
    private bool _seen;

    /// <summary>The page is there, and readers may begin.</summary>
    public void Open(ReaderPage page)
    {
        lock (_gate)
        {
            if (_failure is null)
                _page = page;
            else
                page.Dispose();
        }
    }

    public ClientReader Begin(Outbox outbox)
    {
        lock (_gate)
        {
            if (_failure is { } failure)
                throw failure();
            var at = _free.FindIndex(static free => free.Usable?.HasHappened != false);
            var slot = at < 0 ? -1 : _free[at].Slot;
            if (at >= 0)
                _free.RemoveAt(at);
            var reader = new ClientReader(this, outbox, _page!, checked(++_count), slot);
            _readers.Add(reader.Id, reader);
            return reader;
        }
    }

    public ClientReader? Find(long id)
    {
        lock (_gate)
            return _readers.GetValueOrDefault(id);
    }

    /// <summary>A reader has left. Its slot can be used again when the queue has been told, which <paramref name="told"/> says.</summary>
    public void Remove(ClientReader reader, Waiting? told)
    {
        lock (_gate)
        {
            _readers.Remove(reader.Id);
            if (reader.Slot >= 0)
                _free.Add((reader.Slot, told));
        }
    }

    /// <summary>Messages wait here for a reader who is busy: if it stays so they are better off elsewhere.</summary>
    public void Watch()
    {
        lock (_gate)
        {
            // For a look that goes on, and may have passed this reader already.
            _seen = true;
            if (_ticks || _failure is not null)
                return;
            _ticks = true;
            _timer ??= new Timer(
                static readers => ((ClientReaders)readers!).Look(),
                this,
                Timeout.InfiniteTimeSpan,
                Timeout.InfiniteTimeSpan
            );
            _timer.Change(Tick, Tick);
        }
    }

    /// <summary>The queue is gone, or is disposed of here: then its readers leave it in order, as it is still there to be told.</summary>
    public void Fail(Func<Exception> failure, bool isDisposal)
    {
        ClientReader[] readers;
        ReaderPage? page;
        lock (_gate)
        {
            _failure ??= failure;
            readers = [.. _readers.Values];
            _timer?.Dispose();
            // Whoever comes second finds none: it must not be unmapped twice.
            (page, _page) = (_page, null);
        }

        foreach (var reader in readers)
        {
            if (isDisposal)
                reader.Leave(_failure);
            else
                reader.Fail(_failure);
        }

        // No reader writes on it after it has learnt of the failure.
        page?.Dispose();
    }

    private void Look()
    {
        ClientReader[] readers;
        lock (_gate)
        {
            _seen = false;
            readers = [.. _readers.Values];
        }

        var any = false;
        foreach (var reader in readers)
            any |= reader.GiveBackIfStalled();
        lock (_gate)
        {
            if (any || _seen || _failure is not null)
                return;
            _ticks = false;
            _timer!.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
