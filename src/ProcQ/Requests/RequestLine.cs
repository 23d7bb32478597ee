namespace ProcQ.Requests;

/// <summary>Where the requests of a queue stand: pending with its pool, ready, delivered. Everything happens under one lock; no foreign code runs under it.</summary>
internal sealed class RequestLine(WorkerPool pool, int capacity)
{
    // A pool can lose its last worker without a word to those who wait here.
    private static readonly TimeSpan LookForWorkers = TimeSpan.FromMilliseconds(250);

    // Owned by the gate.
    private readonly Lock _gate = new();
    private readonly Queue<Request> _ended = new();
    private readonly Bell _bell = new();
    private long _pending;
    private int _ready;
    private long _delivered;
    private long _failed;

    /// <summary>Requests that are pending or ready.</summary>
    public long Count
    {
        get
        {
            lock (_gate)
                return _pending + _ready;
        }
    }

    /// <summary>Takes in one more if there is room; otherwise <paramref name="change"/> completes when that is worth another try.</summary>
    public bool TryAdmit(out Task change)
    {
        change = Task.CompletedTask;
        lock (_gate)
        {
            if (_pending < capacity)
            {
                _pending++;
                return true;
            }

            change = _bell.Next;
            return false;
        }
    }

    /// <summary>Hands an admitted request to the pool.</summary>
    public void Start(Request request)
    {
        try
        {
            _ = FinishAsync(request, request.StartAsync(pool, () => TakePlace(request)));
        }
        catch
        {
            // The caller's mistake, thrown to the caller: the request was never here.
            lock (_gate)
            {
                _pending--;
                _bell.Ring();
            }

            request.Unclaim();
            throw;
        }
    }

    /// <summary>The next request to deliver; it counts as delivered from now on, so that a callback may wait for all others.</summary>
    public bool TryTake(out Request request)
    {
        lock (_gate)
        {
            if (!_ended.TryPeek(out request!) || !request.IsReady)
                return false;
            _ended.Dequeue();
            _ready--;
            _delivered++;
            if (request.Error is not null)
                _failed++;
            request.Becomes(RequestStatus.Delivered);
            _bell.Ring();
            return true;
        }
    }

    /// <summary>Says whether nothing is ready but something will be; <paramref name="change"/> completes when it may be.</summary>
    public bool MustWait(out Task change)
    {
        lock (_gate)
        {
            var must = _pending > 0 && !(_ended.TryPeek(out var next) && next.IsReady);
            change = must ? _bell.Next : Task.CompletedTask;
            return must;
        }
    }

    /// <summary>Blocks until the change, or until it is time to look again. Throws when nothing can change.</summary>
    public void Await(Task change, Patience patience)
    {
        // Looking takes longer than most requests; who hears the bell need not look.
        if (!((IAsyncResult)change).AsyncWaitHandle.WaitOne(patience.Next(LookForWorkers)))
            ThrowIfNoWorkers(change);
    }

    /// <summary>Waits for room for a claimed request, and starts it. One that is not put may be put again.</summary>
    public async Task PutAsync(Request request, CancellationToken ct)
    {
        try
        {
            while (!TryAdmit(out var change))
                await AwaitAsync(change, ct).ConfigureAwait(false);
        }
        catch
        {
            request.Unclaim();
            throw;
        }

        Start(request);
    }

    /// <summary>As <see cref="Await"/>, without blocking.</summary>
    public async Task AwaitAsync(Task change, CancellationToken ct)
    {
        // Time that passes is no error here.
        await change.WaitAsync(LookForWorkers, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ct.ThrowIfCancellationRequested();
        ThrowIfNoWorkers(change);
    }

    public RequestQueueStats Look()
    {
        lock (_gate)
            return new RequestQueueStats
            {
                Put = _pending + _ready + _delivered,
                Pending = _pending,
                Ready = _ready,
                Delivered = _delivered,
                Failed = _failed,
            };
    }

    private async Task FinishAsync(Request request, Task run)
    {
        await run.ConfigureAwait(false);
        lock (_gate)
        {
            _pending--;
            _ready++;
            TakePlace_NeedsGate(request);
            request.IsReady = true;
            request.Becomes(RequestStatus.Ready);
            _bell.Ring();
        }
    }

    // The pool tells of ends in their order; what comes of them is brought here by the thread pool, in any.
    private void TakePlace(Request request)
    {
        lock (_gate)
            TakePlace_NeedsGate(request);
    }

    private void TakePlace_NeedsGate(Request request)
    {
        if (request.HasPlace)
            return;
        request.HasPlace = true;
        _ended.Enqueue(request);
    }

    private void ThrowIfNoWorkers(Task change)
    {
        if (pool.GetStats().Workers.Count == 0 && !change.IsCompleted)
            throw new NoWorkersAvailableException();
    }
}
