using System.Collections;
using System.Diagnostics.CodeAnalysis;
using ProcQ.Calls;

namespace ProcQ;

/// <summary>
/// Results that come one by one, for one reader. <c>foreach</c> and <c>await foreach</c> both work; leaving the loop early, or disposing the stream,
/// cancels what is left and frees its workers. As what <c>imap</c> of Python's multiprocessing.Pool returns.
/// </summary>
/// <remarks>
/// An item that failed throws when it is reached; the next <c>MoveNext</c> goes on with the item after it. The stream does not implement
/// <see cref="IAsyncEnumerable{T}"/>, because a type that is both kinds of sequence makes every LINQ operator ambiguous; <see cref="ToAsyncEnumerable"/> hands it out.
/// </remarks>
/// <typeparam name="T">What comes: results, or outcomes.</typeparam>
public sealed class ResultStream<T> : IEnumerable<T>, IDisposable, IAsyncDisposable
{
    private readonly StreamFeed<T> _feed;
    private int _enumerated;

    internal ResultStream(StreamFeed<T> feed) => _feed = feed;

    /// <summary>Reads the stream. It can be read once: a second call throws <see cref="InvalidOperationException"/>.</summary>
    public IEnumerator<T> GetEnumerator()
    {
        ThrowIfEnumerated();
        return new Enumerator(_feed);
    }

    /// <summary>Reads the stream without blocking; see <see cref="GetEnumerator"/>.</summary>
    /// <param name="ct">Cancels the call.</param>
    [SuppressMessage("Usage", "VSTHRD200", Justification = "The name is what await foreach looks for.")]
    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken ct = default)
    {
        ThrowIfEnumerated();
        return new AsyncEnumerator(_feed, ct);
    }

    /// <summary>The stream as an <see cref="IAsyncEnumerable{T}"/>. It is still the same stream, and can be read once.</summary>
    [SuppressMessage("Usage", "VSTHRD200", Justification = "Named as its counterpart in System.Linq.AsyncEnumerable.")]
    public IAsyncEnumerable<T> ToAsyncEnumerable() => new AsyncFace(this);

    /// <summary>
    /// The next result, waited for no longer than <paramref name="timeout"/>. The clock is the caller's: nothing is killed, and the stream stays usable.
    /// </summary>
    /// <param name="timeout">How long to wait. Zero takes only what is there; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <exception cref="TimeoutException">Nothing came in time.</exception>
    /// <exception cref="InvalidOperationException">The stream has ended.</exception>
    public T Next(TimeSpan timeout)
    {
        Limits.ThrowIfNegative(timeout, nameof(timeout));
        if (_feed.TryNext(timeout, out var item))
            return item;
        throw new InvalidOperationException("The stream has ended: there are no further results.");
    }

    /// <summary>Cancels what has not ended: what waits never runs, what runs is asked to stop and killed after the pool's grace.</summary>
    public void Dispose() => _feed.Dispose();

    /// <summary>As <see cref="Dispose"/>.</summary>
    public ValueTask DisposeAsync() => _feed.DisposeAsync();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void ThrowIfEnumerated()
    {
        if (Interlocked.Exchange(ref _enumerated, 1) != 0)
            throw new InvalidOperationException(
                "A ResultStream can be read once. Keep its results (ToList) to go over them again."
            );
    }

    private sealed class Enumerator(StreamFeed<T> feed) : IEnumerator<T>
    {
        public T Current { get; private set; } = default!;

        object? IEnumerator.Current => Current;

        public bool MoveNext()
        {
            if (!feed.TryNext(Timeout.InfiniteTimeSpan, out var item))
                return false;
            Current = item;
            return true;
        }

        public void Reset() => throw new NotSupportedException("A ResultStream can be read once.");

        public void Dispose() => feed.Dispose();
    }

    private sealed class AsyncEnumerator(StreamFeed<T> feed, CancellationToken ct) : IAsyncEnumerator<T>
    {
        private readonly CancellationTokenRegistration _registration = ct.UnsafeRegister(
            static f => ((StreamFeed<T>)f!).Break(),
            feed
        );

        public T Current { get; private set; } = default!;

        public async ValueTask<bool> MoveNextAsync()
        {
            ct.ThrowIfCancellationRequested();
            var (any, item) = await feed.NextAsync().ConfigureAwait(false);
            ct.ThrowIfCancellationRequested();
            Current = item;
            return any;
        }

        public async ValueTask DisposeAsync()
        {
            await _registration.DisposeAsync().ConfigureAwait(false);
            await feed.DisposeAsync().ConfigureAwait(false);
        }
    }

    private sealed class AsyncFace(ResultStream<T> stream) : IAsyncEnumerable<T>
    {
        public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
            stream.GetAsyncEnumerator(cancellationToken);
    }
}
