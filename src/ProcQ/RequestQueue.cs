using System.Runtime.CompilerServices;
using ProcQ.Requests;

namespace ProcQ;

/// <summary>
/// Work that a pool does in the background, and callbacks that run where they are asked for: on the thread that polls, one at a time, never on a thread of
/// the library. For programs with a loop of their own: user interfaces, games, crawlers. As the thread pool of Python's threadpool module.
/// </summary>
/// <remarks>
/// <para>All members can be used from any thread, and from callbacks: a callback may put further requests, poll and wait. Results are delivered in the order in
/// which they ended.</para>
/// <para>Nothing is lost to an error: what a callback throws, and an error of a request without error callback, is thrown by the poll that delivered it, after
/// everything else that was ready; several come as one <see cref="AggregateException"/>.</para>
/// <para>The pool stays its owner's: it may be resized, also to 0 and back, while requests wait. When it is terminated, what is open is delivered as an
/// <see cref="OperationCanceledException"/>.</para>
/// </remarks>
public sealed class RequestQueue
{
    /// <summary>How many requests may wait or run at once, unless said otherwise.</summary>
    public const int DefaultCapacity = 1024;

    private readonly RequestLine _line;

    /// <summary>A queue of requests for <paramref name="pool"/>, which may have other users as well.</summary>
    /// <param name="pool">Runs the requests. It is not disposed by the queue.</param>
    /// <param name="capacity">Requests that may wait or run at once; <see cref="Put(Request)"/> waits while there are so many. 1 and up; <see cref="DefaultCapacity"/> by default.</param>
    public RequestQueue(WorkerPool pool, int capacity = DefaultCapacity)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        (_line, Capacity) = (new RequestLine(pool, capacity), capacity);
    }

    /// <summary>How many requests may wait or run at once. Results that nobody has polled yet don't count: they never stop a request from being put, and so nobody can lock himself out.</summary>
    public int Capacity { get; }

    /// <summary>Requests that were put and not delivered yet.</summary>
    public long Count => _line.Count;

    /// <summary>Puts a request; waits while <see cref="Capacity"/> requests wait or run.</summary>
    /// <typeparam name="T">The argument.</typeparam>
    /// <typeparam name="TResult">The result.</typeparam>
    /// <param name="f">The function; it runs in a worker.</param>
    /// <param name="arg">Its argument.</param>
    /// <param name="onResult">Called with the result by whoever polls. Default: null, the result is dropped.</param>
    /// <param name="onError">Called with the error instead. Default: null, the poll throws the error.</param>
    /// <param name="options">How to run it; null for the defaults.</param>
    /// <returns>The request; it cannot be put again.</returns>
    /// <exception cref="NotTransferableException">The function, what it captured or its argument cannot travel.</exception>
    /// <exception cref="NoWorkersAvailableException">It would wait for room, and the pool has no workers.</exception>
    /// <exception cref="InvalidOperationException">The pool is closed.</exception>
    public Request Put<T, TResult>(
        Func<T, TResult> f,
        T arg,
        Action<TResult>? onResult = null,
        Action<Exception>? onError = null,
        RequestOptions? options = null
    ) => Put(Request.Create(f, arg, Forget(onResult), Forget(onError), options));

    /// <inheritdoc cref="Put{T, TResult}(Func{T, TResult}, T, Action{TResult}?, Action{Exception}?, RequestOptions?)"/>
    public Request Put<T, TResult>(
        Func<T, TResult> f,
        T arg,
        Action<Request, TResult> onResult,
        Action<Request, Exception>? onError = null,
        RequestOptions? options = null
    ) => Put(Request.Create(f, arg, onResult, onError, options));

    /// <inheritdoc cref="Put{T, TResult}(Func{T, TResult}, T, Action{TResult}?, Action{Exception}?, RequestOptions?)"/>
    [OverloadResolutionPriority(1)]
    public Request Put<T, TResult>(
        Func<T, Task<TResult>> f,
        T arg,
        Action<TResult>? onResult = null,
        Action<Exception>? onError = null,
        RequestOptions? options = null
    ) => Put(Request.Create(f, arg, Forget(onResult), Forget(onError), options));

    /// <inheritdoc cref="Put{T, TResult}(Func{T, TResult}, T, Action{TResult}?, Action{Exception}?, RequestOptions?)"/>
    [OverloadResolutionPriority(1)]
    public Request Put<T, TResult>(
        Func<T, Task<TResult>> f,
        T arg,
        Action<Request, TResult> onResult,
        Action<Request, Exception>? onError = null,
        RequestOptions? options = null
    ) => Put(Request.Create(f, arg, onResult, onError, options));

    /// <summary>Puts a request that was made before; waits while <see cref="Capacity"/> requests wait or run.</summary>
    /// <param name="request">A request that was never put.</param>
    /// <exception cref="InvalidOperationException">It was put before, or the pool is closed.</exception>
    /// <exception cref="NotTransferableException">Its function, what that captured or its argument cannot travel. The request may be put again.</exception>
    /// <exception cref="NoWorkersAvailableException">It would wait for room, and the pool has no workers.</exception>
    public Request Put(Request request)
    {
        TryPut(request, Timeout.InfiniteTimeSpan);
        return request;
    }

    /// <summary>Puts a request if there is room, and says whether there was.</summary>
    /// <param name="request">A request that was never put; it may be put again when this returns false.</param>
    public bool TryPut(Request request) => TryPut(request, TimeSpan.Zero);

    /// <summary>Puts a request if there is room within <paramref name="timeout"/>, and says whether there was.</summary>
    /// <param name="request">A request that was never put; it may be put again when this returns false.</param>
    /// <param name="timeout">How long to wait. Zero does not wait; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <exception cref="NoWorkersAvailableException">It would wait for room, and the pool has no workers.</exception>
    public bool TryPut(Request request, TimeSpan timeout)
    {
        ArgumentNullException.ThrowIfNull(request);
        Limits.ThrowIfNegative(timeout, nameof(timeout));
        request.Claim();
        try
        {
            var patience = new Patience(timeout);
            while (!_line.TryAdmit(out var change))
            {
                if (patience.IsOver)
                {
                    request.Unclaim();
                    return false;
                }

                _line.Await(change, patience);
            }
        }
        catch
        {
            request.Unclaim();
            throw;
        }

        _line.Start(request);
        return true;
    }

    /// <summary>Puts a request; the task completes when it is put, not when it has run.</summary>
    /// <param name="request">A request that was never put.</param>
    /// <param name="ct">Ends the wait for room; the request is not put then, and may be put again.</param>
    /// <exception cref="NoWorkersAvailableException">It would wait for room, and the pool has no workers.</exception>
    public Task PutAsync(Request request, CancellationToken ct = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (ct.IsCancellationRequested)
            return Task.FromCanceled(ct);
        request.Claim();
        return _line.PutAsync(request, ct);
    }

    /// <summary>Calls the callbacks of everything that is ready, on this thread.</summary>
    /// <param name="block">Waits until at least one is ready.</param>
    /// <returns>How many were delivered; 0 when none was ready and it did not wait.</returns>
    /// <exception cref="NoResultsPendingException">No request is pending.</exception>
    /// <exception cref="NoWorkersAvailableException">It would wait, and the pool has no workers.</exception>
    /// <exception cref="AggregateException">Callbacks threw, or requests without error callback failed; a single such exception is thrown itself.</exception>
    public int Poll(bool block = false) => Poll(block ? Timeout.InfiniteTimeSpan : TimeSpan.Zero);

    /// <summary>Calls the callbacks of everything that is ready, on this thread; waits for the first no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">How long to wait. Zero does not wait; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <returns>How many were delivered; 0 when none was ready in time.</returns>
    /// <exception cref="NoResultsPendingException">No request is pending.</exception>
    /// <exception cref="NoWorkersAvailableException">It would wait, and the pool has no workers.</exception>
    public int Poll(TimeSpan timeout)
    {
        Limits.ThrowIfNegative(timeout, nameof(timeout));
        if (Count == 0)
            throw new NoResultsPendingException();
        var troubles = new Troubles();
        var delivered = DeliverWithin(new Patience(timeout), troubles);
        troubles.ThrowIfAny();
        return delivered;
    }

    /// <summary>Calls the callbacks of everything that is ready, on this thread; false, and never an exception, when there was nothing to deliver.</summary>
    public bool TryPoll()
    {
        var troubles = new Troubles();
        var delivered = DeliverReady(troubles);
        troubles.ThrowIfAny();
        return delivered > 0;
    }

    /// <summary>Polls until no request is pending, those included that callbacks put meanwhile. Returns at once when none is.</summary>
    /// <exception cref="NoWorkersAvailableException">Requests wait, and the pool has no workers.</exception>
    /// <exception cref="AggregateException">Callbacks threw, or requests without error callback failed; a single such exception is thrown itself. Everything was delivered.</exception>
    public void Wait() => Wait(Timeout.InfiniteTimeSpan);

    /// <summary>Polls until no request is pending, no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">How long to wait. A callback that runs when it is over is not cut short.</param>
    /// <returns>Whether none is pending.</returns>
    /// <exception cref="NoWorkersAvailableException">Requests wait, and the pool has no workers.</exception>
    public bool Wait(TimeSpan timeout)
    {
        Limits.ThrowIfNegative(timeout, nameof(timeout));
        var patience = new Patience(timeout);
        var troubles = new Troubles();
        try
        {
            while (Count > 0)
            {
                if (DeliverWithin(patience, troubles) == 0 && patience.IsOver)
                    break;
            }
        }
        catch (Exception e) when (troubles.Any)
        {
            // What was delivered before is not forgotten for it.
            troubles.Add(e);
        }

        troubles.ThrowIfAny();
        return Count == 0;
    }

    /// <summary>As <see cref="Wait()"/>, without blocking. The callbacks run where this method goes on after an await: in the caller's context.</summary>
    /// <param name="ct">Ends the wait; the requests stay.</param>
    public async Task WaitAsync(CancellationToken ct = default)
    {
        var troubles = new Troubles();
        try
        {
            while (Count > 0)
            {
                ct.ThrowIfCancellationRequested();
                if (DeliverReady(troubles) > 0 || !_line.MustWait(out var change))
                    continue;
#pragma warning disable CA2007, MA0004, VSTHRD111 // The callbacks belong to the caller's context, as Poll's belong to its thread.
                await _line.AwaitAsync(change, ct);
#pragma warning restore CA2007, MA0004, VSTHRD111
            }
        }
        catch (Exception e) when (troubles.Any)
        {
            // What was delivered before is not forgotten for it.
            troubles.Add(e);
        }

        troubles.ThrowIfAny();
    }

    /// <summary>A snapshot of the queue.</summary>
    public RequestQueueStats GetStats() => _line.Look();

    private int DeliverWithin(Patience patience, Troubles troubles)
    {
        while (true)
        {
            if (DeliverReady(troubles) is > 0 and var delivered)
                return delivered;
            if (_line.MustWait(out var change))
            {
                if (patience.IsOver)
                    return 0;
                _line.Await(change, patience);
            }
            else if (_line.Count == 0)
            {
                // Another thread has delivered what this one waited for.
                return 0;
            }
        }
    }

    private int DeliverReady(Troubles troubles)
    {
        var delivered = 0;
        for (; _line.TryTake(out var request); delivered++)
        {
            try
            {
                request.Deliver();
            }
            catch (Exception e)
            {
                // It must not cost the others their delivery; it is thrown when they have had it.
                troubles.Add(e);
            }
        }

        return delivered;
    }

    private static Action<Request, T>? Forget<T>(Action<T>? callback) => callback is null ? null : (_, value) => callback(value);
}
