using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;
using ProcQ.Engine;

namespace ProcQ.Calls;

/// <summary>What stands behind a <see cref="ResultStream{T}"/>: its types of input and result forgotten.</summary>
internal abstract class StreamFeed<T>(Signal news) : IDisposable, IAsyncDisposable
{
    private bool _ended;
    private volatile bool _disposed;

    /// <summary>The next item, waited for; false at the end. Throws what the item failed with, and goes on with the item after it.</summary>
    public bool TryNext(TimeSpan timeout, [MaybeNullWhen(false)] out T item)
    {
        var start = Stopwatch.GetTimestamp();
        try
        {
            while (!TryTake(out item))
            {
                if (_ended)
                    return false;
                OwnWorkers.ThrowIfOneWaits();
                // Not the whole time again after each piece of news: what came may be of items behind the one that is waited for.
                if (!news.Wait(Left(timeout, start)))
                    throw new TimeoutException($"No result came within {timeout}.");
            }

            return true;
        }
        finally
        {
            if (_ended)
                Leave();
        }
    }

    /// <summary>As <see cref="TryNext"/>, awaited.</summary>
    public async ValueTask<(bool Any, T Item)> NextAsync()
    {
        try
        {
            T? item;
            while (!TryTake(out item))
            {
                if (_ended)
                    return (false, default!);
                await news.WaitAsync().ConfigureAwait(false);
            }

            return (true, item);
        }
        finally
        {
            if (_ended)
                await LeaveAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Ends the stream, also under a reader who waits, and waits for nobody.</summary>
    public void Break()
    {
        _disposed = true;
        Close();
        news.Set();
    }

    /// <summary>Ends the stream; who listens to it has heard everything.</summary>
    public void Dispose()
    {
        Break();
        Leave();
    }

    /// <inheritdoc cref="Dispose"/>
    public async ValueTask DisposeAsync()
    {
        Break();
        await LeaveAsync().ConfigureAwait(false);
    }

    /// <summary>The reader goes away: what must be over by then is, when this returns.</summary>
    protected abstract void Leave();

    /// <inheritdoc cref="Leave"/>
    protected abstract Task LeaveAsync();

    /// <summary>Who must not wait for it.</summary>
    protected abstract OwnWorkers OwnWorkers { get; }

    protected abstract void Close();

    /// <summary>Takes what is at hand, a result or an error; false when nothing is, and <paramref name="ended"/> tells whether something will be.</summary>
    protected abstract bool TryRead(out T? item, out Exception? error, out bool ended);

    private static TimeSpan Left(TimeSpan timeout, long start)
    {
        if (timeout == Timeout.InfiniteTimeSpan)
            return timeout;
        var left = timeout - Stopwatch.GetElapsedTime(start);
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    private bool TryTake([MaybeNullWhen(false)] out T item)
    {
        item = default;
        _ended |= _disposed;
        if (_ended || !TryRead(out var read, out var error, out _ended))
            return false;
        if (error is not null)
            ExceptionDispatchInfo.Throw(error);
        item = read!;
        return true;
    }
}

/// <summary>See <see cref="StreamFeed{T}"/>: <paramref name="project"/> makes what comes out of an outcome, and its error where errors are thrown.</summary>
internal sealed class StreamFeed<TIn, TResult, T>(
    OpenCall<TIn> call,
    ResultReader<TResult> reader,
    Func<Outcome<TResult>, (T? Item, Exception? Error)> project
) : StreamFeed<T>(call.News)
{
    protected override void Leave() => call.Audience.Leave();

    protected override Task LeaveAsync() => call.Audience.LeaveAsync();

    protected override OwnWorkers OwnWorkers => call.Handle.Info.OwnWorkers;

    protected override void Close() => call.Close(kill: true);

    protected override bool TryRead(out T? item, out Exception? error, out bool ended)
    {
        (item, error) = (default, null);
        if (reader.TryRead(out ended) is { } outcome)
        {
            (item, error) = project(outcome);
            return true;
        }

        if (ended)
        {
            call.Close(kill: false);
            call.ThrowIfInputFailed();
            call.Handle.Info.Caller.ThrowIfCancellationRequested();
            reader.ThrowIfCutShort(call.Handle);
        }

        return false;
    }
}
