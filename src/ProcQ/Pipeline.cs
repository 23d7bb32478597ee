using ProcQ.Pipelines;

namespace ProcQ;

/// <summary>
/// Several functions one after the other, all at work at once: each stage has workers of its own, and passes its results on to the next. Nothing in between is
/// unbounded: a full stage makes the one before it wait, and the first one its input. As jobq.
/// </summary>
public static class Pipeline
{
    /// <summary>A pipeline that reads a sequence, an element whenever there is room for it. As <c>jobq.run</c>.</summary>
    /// <typeparam name="T">An element.</typeparam>
    /// <param name="items">The input; it is not read before <see cref="PipelineBuilder{T}.Run"/>.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    public static PipelineBuilder<T> From<T>(IEnumerable<T> items, PipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        var source = new PipelineSource((options ?? PipelineOptions.Default).Validated(), IsPushed: false);
        return new PipelineBuilder<T>(source, null, (run, first) => run.FeedBy(() => Feeding.FeedAsync(items, first, run)));
    }

    /// <inheritdoc cref="From{T}(IEnumerable{T}, PipelineOptions?)"/>
    public static PipelineBuilder<T> From<T>(IAsyncEnumerable<T> items, PipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(items);
        var source = new PipelineSource((options ?? PipelineOptions.Default).Validated(), IsPushed: false);
        return new PipelineBuilder<T>(source, null, (run, first) => run.FeedBy(() => Feeding.FeedAsync(items, first, run)));
    }

    /// <summary>Starts a pipeline into which its owner puts items; what comes out of its last stage is dropped. As <c>JobManager</c> of jobq.</summary>
    /// <typeparam name="T">An item.</typeparam>
    /// <param name="build">Adds the stages.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <exception cref="NotTransferableException">A function, or what it captured, cannot travel.</exception>
    public static Pipeline<T> Start<T>(Func<PipelineBuilder<T>, PipelineBuilder> build, PipelineOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(build);
        var source = new PipelineSource((options ?? PipelineOptions.Default).Validated(), IsPushed: true);
        Inbox<T>? head = null;
        var chain = build(new PipelineBuilder<T>(source, null, (_, first) => head = first));
        if (chain is null || chain.Source != source)
            throw new ArgumentException(
                "The function must return the chain it was given, with the stages it has added.",
                nameof(build)
            );
        var run = new PipelineRun(source.Options);
        var drain = chain.ConnectToNowhere(run);
        run.Start(drain, static () => { }, CancellationToken.None);
        return new Pipeline<T>(run, head!);
    }
}

/// <summary>
/// A running pipeline into which its owner puts items. All members can be used from any thread. It must be disposed, which gives up what is open;
/// <see cref="Join()"/> before it finishes everything. As <c>JobManager</c> of jobq.
/// </summary>
/// <typeparam name="T">An item.</typeparam>
public sealed class Pipeline<T> : IAsyncDisposable, IDisposable
{
    private readonly PipelineRun _run;
    private readonly Inbox<T> _first;

    // Held while an item gets its index and its place, so that both are in one order.
    private readonly Lock _entering = new();
    private long _next;
    private bool _completed;
    private volatile bool _disposed;

    internal Pipeline(PipelineRun run, Inbox<T> first) => (_run, _first) = (run, first);

    /// <summary>The handles of its stages, in their order.</summary>
    public IReadOnlyList<PipelineStage> Stages => [.. _run.Stages.Select(s => s.Handle)];

    /// <summary>Failures of items: the first thousand. All are told to <see cref="PipelineOptions.Failed"/> and counted by the statistics.</summary>
    public IReadOnlyList<StageFailure> Failures => _run.Failures.Kept;

    /// <summary>Puts an item in; waits while the first stage is full.</summary>
    /// <param name="item">The item; null is one.</param>
    /// <exception cref="InvalidOperationException">The pipeline was completed or has stopped; the inner exception is why.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    public void Put(T item)
    {
        if (TryPut(item))
            return;
        var reserving = _first.ReserveAsync(_run.Stopping).AsTask();
        ((IAsyncResult)reserving).AsyncWaitHandle.WaitOne();
        if (!reserving.IsCompletedSuccessfully)
            throw Refusal();
        Enter(item);
    }

    /// <summary>As <see cref="Put"/>, without blocking.</summary>
    /// <param name="item">The item; null is one.</param>
    /// <param name="ct">Ends the wait; the item is not put then.</param>
    /// <exception cref="InvalidOperationException">The pipeline was completed or has stopped; the inner exception is why.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    public Task PutAsync(T item, CancellationToken ct = default)
    {
        if (ct.IsCancellationRequested)
            return Task.FromCanceled(ct);
        return TryPut(item) ? Task.CompletedTask : PutLaterAsync(item, ct);
    }

    private async Task PutLaterAsync(T item, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _run.Stopping);
        try
        {
            await _first.ReserveAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            throw Refusal();
        }

        Enter(item);
    }

    /// <summary>Puts an item in if the first stage has room, and says whether it had.</summary>
    /// <param name="item">The item; null is one.</param>
    /// <exception cref="InvalidOperationException">The pipeline was completed or has stopped; the inner exception is why.</exception>
    /// <exception cref="ObjectDisposedException">The pipeline is disposed.</exception>
    public bool TryPut(T item)
    {
        ThrowUnlessOpen();
        if (!_first.TryReserve())
            return false;
        Enter(item);
        return true;
    }

    /// <summary>Takes no more items; what was put is finished. Returns at once. Again, it does nothing.</summary>
    public void Complete()
    {
        lock (_entering)
            _completed = true;
        _first.Complete();
    }

    /// <summary>Completes the pipeline and waits until everything is done and every worker is gone.</summary>
    /// <exception cref="StageException">An item failed, and that stopped the pipeline.</exception>
    /// <exception cref="TimeoutException">The time limit of the pipeline was used up.</exception>
    public void Join() => Join(Timeout.InfiniteTimeSpan);

    /// <summary>Completes the pipeline and waits until everything is done, no longer than <paramref name="timeout"/>. What is open then goes on: join again, or dispose it.</summary>
    /// <param name="timeout">How long to wait; zero does not, <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <returns>Whether everything is done.</returns>
    /// <exception cref="StageException">An item failed, and that stopped the pipeline.</exception>
    /// <exception cref="TimeoutException">The time limit of the pipeline was used up.</exception>
    public bool Join(TimeSpan timeout)
    {
        Limits.ThrowIfNegative(timeout, nameof(timeout));
        ThrowIfTold();
        Complete();
        if (!((IAsyncResult)_run.Ended).AsyncWaitHandle.WaitOne(Limits.ForTimer(timeout)))
            return false;
        _run.ThrowIfFailed();
        return true;
    }

    /// <summary>As <see cref="Join()"/>, without blocking.</summary>
    /// <param name="ct">Ends the wait; the pipeline goes on.</param>
    public Task JoinAsync(CancellationToken ct = default)
    {
        ThrowIfTold();
        Complete();
        return AwaitEndAsync(ct);
    }

    private async Task AwaitEndAsync(CancellationToken ct)
    {
        await _run.Ended.WaitAsync(ct).ConfigureAwait(false);
        _run.ThrowIfFailed();
    }

    /// <summary>
    /// From now on the stage runs so many items at once. New workers start at once; of those that are too many, each finishes its item. The workers of a partitioned stage are
    /// exchanged when everything in it is done, so that no key's items overtake one another. As <c>set_thread_num</c> of jobq.
    /// </summary>
    /// <param name="stage">One of <see cref="Stages"/>.</param>
    /// <param name="workers">1 and up.</param>
    /// <param name="ct">Ends the wait.</param>
    /// <returns>Whether it was done; false, and no change, when the pipeline has ended.</returns>
    /// <exception cref="ArgumentException">The stage is one of another pipeline.</exception>
    /// <exception cref="InvalidOperationException">The stage is a rate limit.</exception>
    public Task<bool> ResizeAsync(PipelineStage stage, int workers, CancellationToken ct = default)
    {
        var core = _run.Find(stage);
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        return _run.Ended.IsCompleted ? Task.FromResult(false) : ResizeAsync(core, workers, ct);
    }

    private async Task<bool> ResizeAsync(StageCore core, int workers, CancellationToken ct)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, _run.Stopping);
        try
        {
            await core.ResizeAsync(workers, either.Token).ConfigureAwait(false);
            return true;
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException)
        {
            ct.ThrowIfCancellationRequested();
            // It came to its end meanwhile.
            return false;
        }
    }

    /// <summary>A snapshot; always valid.</summary>
    public PipelineStats GetStats() => _run.GetStats();

    /// <summary>Gives up what is open and waits until every worker is gone; called by <see cref="PipelineOptions.Failed"/> it does not wait. Never throws.</summary>
    public void Dispose()
    {
        Give();
        if (!_run.Failures.IsTelling)
            ((IAsyncResult)_run.Ended).AsyncWaitHandle.WaitOne();
    }

    /// <summary>As <see cref="Dispose"/>, without blocking.</summary>
    public ValueTask DisposeAsync()
    {
        Give();
        return _run.Failures.IsTelling ? ValueTask.CompletedTask : new ValueTask(_run.Ended);
    }

    private void Give()
    {
        _disposed = true;
        _run.Stop(new OperationCanceledException("The pipeline was disposed before everything in it was done."));
    }

    private void Enter(T item)
    {
        lock (_entering)
        {
            if (!_completed)
            {
                _first.Put(new Envelope<T>(_next++, new(item)));
                return;
            }
        }

        _first.Free();
        throw Refusal();
    }

    private void ThrowUnlessOpen()
    {
        if (_disposed || _run.Stopping.IsCancellationRequested || _completed)
            throw Refusal();
    }

    private void ThrowIfTold()
    {
        if (_run.Failures.IsTelling)
            throw new InvalidOperationException(
                $"{nameof(PipelineOptions)}.{nameof(PipelineOptions.Failed)} is a part of the pipeline and cannot wait for it."
            );
    }

    private Exception Refusal()
    {
        if (_disposed)
            return new ObjectDisposedException(nameof(Pipeline<T>), "The pipeline is disposed: it takes no more items.");
        if (_run.Error is { } error)
            return new InvalidOperationException($"The pipeline has stopped and takes no more items: {error.Message}", error);
        return new InvalidOperationException(
            "The pipeline is completed and takes no more items: put them before Complete or Join."
        );
    }
}
