using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using ProcQ.MessagePack;
using ProcQ.Queues;

namespace ProcQ;

/// <summary>
/// A queue of messages between processes and threads: many put, many read, and each message is read by one of them. As <c>Q</c> of ezq, with a bound, and without its
/// ways to hang and to lose.
/// </summary>
/// <remarks>
/// <para>
/// The queue lives in the process that makes it. It travels to workers like any data: as an argument, or as a variable that a function captures, of a
/// <see cref="Worker"/> or of a pool. There it is the same queue. All members can be used from any thread of any of these processes.
/// </para>
/// <para>
/// Who makes a queue keeps it until all who use it are done, and disposes of it. Then, or when its process ends, whoever still waits for it elsewhere gets a
/// <see cref="QueueLostException"/>, and messages nobody has read are gone. Disposing of it in another process only ends that one's use of it.
/// </para>
/// <para>
/// A reader asks for the next message and thereby says that it has finished the one before. When the process of a reader is lost, what it had not begun goes
/// to the next reader, in front; so does the message it had in its hands, <see cref="MsgQueueOptions.Redeliveries"/> times, and
/// then <see cref="Lost"/> tells of it. What a writer has put is in the queue also when the writer dies, but for the last few a dying process had not handed over.
/// </para>
/// </remarks>
/// <typeparam name="T">What messages carry: between processes, what can travel.</typeparam>
[FormattedBy(typeof(MsgQueueFormatter<>))]
[SuppressMessage("Naming", "CA1710", Justification = "The name is part of the contract.")]
public sealed class MsgQueue<T> : IEnumerable<Msg<T>>, IDisposable
{
    private readonly QueueEnd<T> _end;
    private readonly KeptItems<T> _kept = new();
    private readonly Lock _gate = new();

    // Guarded by the gate.
    private LossTeller<T>? _losses;

    /// <summary>A queue between processes, with room for 16,384 messages.</summary>
    public MsgQueue()
        : this(new MsgQueueOptions()) { }

    /// <summary>A queue between processes, or between threads of this one, with room for 16,384 messages.</summary>
    /// <param name="kind">Between whom.</param>
    public MsgQueue(QueueKind kind)
        : this(new MsgQueueOptions { Kind = kind }) { }

    /// <summary>A queue as <paramref name="options"/> describe it.</summary>
    /// <param name="options">Checked here.</param>
    /// <exception cref="NotTransferableException">The codec, or what it captured, cannot travel.</exception>
    public MsgQueue(MsgQueueOptions options)
        : this(new OwnEnd<T>((options ?? throw new ArgumentNullException(nameof(options))).Validated())) { }

    internal MsgQueue(QueueEnd<T> end) => _end = end;

    /// <summary>
    /// Tells of messages that are lost: each was in the hands of <see cref="MsgQueueOptions.Redeliveries"/> + 1 readers that died. Raised on the thread pool of
    /// the process that made the queue, where losses of one moment are told one after the other; only there can it be listened to.
    /// </summary>
    /// <exception cref="InvalidOperationException">The queue lives in another process.</exception>
    [SuppressMessage("Design", "CA1003", Justification = "What is told is the message; who tells is known.")]
    [SuppressMessage("Design", "MA0046", Justification = "As above.")]
    public event Action<Msg<T>>? Lost
    {
        add => Losses().Lost += value;
        remove => Losses().Lost -= value;
    }

    /// <summary>Between whom the queue carries messages.</summary>
    public QueueKind Kind => _end.Kind;

    /// <summary>How many messages can wait; <c>Put</c> waits when so many do.</summary>
    public int Capacity => _end.Capacity;

    /// <summary>
    /// How many messages wait; those that readers have, or have been sent, are not counted. In another process than the queue's it asks that one. As <c>qsize</c> of Python's queues.
    /// </summary>
    public int Count => _end.Count;

    /// <summary>How many messages were lost so far; see <see cref="Lost"/>.</summary>
    /// <exception cref="InvalidOperationException">The queue lives in another process.</exception>
    public long LostCount => Own.Losses.Count;

    internal QueueAddress Address => _end.Address;

    private OwnEnd<T> Own =>
        _end as OwnEnd<T>
        ?? throw new InvalidOperationException("What a queue has lost is known in the process that made it; ask there.");

    /// <summary>Puts a message, and waits while the queue is full.</summary>
    /// <param name="data">What it carries; null is a value like any other.</param>
    /// <param name="kind">What readers may tell messages apart by.</param>
    /// <param name="order">Its place for <see cref="Sorted"/>; null: when it arrives.</param>
    /// <param name="ct">Ends the wait; the message is not put.</param>
    /// <exception cref="NotTransferableException">The message cannot travel; nothing was put.</exception>
    /// <exception cref="InvalidOperationException">The queue has been ended.</exception>
    /// <exception cref="ObjectDisposedException">The queue is disposed.</exception>
    /// <exception cref="QueueLostException">The process of the queue has ended, or disposed of it.</exception>
    public void Put(T data, string kind = "", long? order = null, CancellationToken ct = default) =>
        Put(new Msg<T>(data, kind, order), ct);

    /// <summary>Puts a message, and waits while the queue is full.</summary>
    /// <param name="message">The message.</param>
    /// <param name="ct">Ends the wait; the message is not put.</param>
    /// <inheritdoc cref="Put(T, string, long?, CancellationToken)" path="/exception"/>
    public void Put(Msg<T> message, CancellationToken ct = default) => _end.Put(Checked(message), ct);

    /// <summary>As <see cref="Put(T, string, long?, CancellationToken)"/>, without blocking.</summary>
    /// <param name="data">What it carries; null is a value like any other.</param>
    /// <param name="kind">What readers may tell messages apart by.</param>
    /// <param name="order">Its place for <see cref="Sorted"/>; null: when it arrives.</param>
    /// <param name="ct">Ends the wait; the message is not put.</param>
    /// <returns>Completes when the message is put.</returns>
    /// <inheritdoc cref="Put(T, string, long?, CancellationToken)" path="/exception"/>
    public Task PutAsync(T data, string kind = "", long? order = null, CancellationToken ct = default) =>
        PutAsync(new Msg<T>(data, kind, order), ct);

    /// <summary>As <see cref="Put(Msg{T}, CancellationToken)"/>, without blocking.</summary>
    /// <param name="message">The message.</param>
    /// <param name="ct">Ends the wait; the message is not put.</param>
    /// <returns>Completes when the message is put.</returns>
    /// <inheritdoc cref="Put(T, string, long?, CancellationToken)" path="/exception"/>
    public Task PutAsync(Msg<T> message, CancellationToken ct = default) => _end.PutAsync(Checked(message), ct);

    /// <summary>Puts a message if there is room.</summary>
    /// <param name="data">What it carries; null is a value like any other.</param>
    /// <param name="kind">What readers may tell messages apart by.</param>
    /// <param name="order">Its place for <see cref="Sorted"/>; null: when it arrives.</param>
    /// <returns>False when the queue is full, or others already wait for room.</returns>
    /// <inheritdoc cref="Put(T, string, long?, CancellationToken)" path="/exception"/>
    public bool TryPut(T data, string kind = "", long? order = null) => TryPut(new Msg<T>(data, kind, order));

    /// <summary>Puts a message if there is room.</summary>
    /// <param name="message">The message.</param>
    /// <returns>False when the queue is full, or others already wait for room.</returns>
    /// <inheritdoc cref="Put(T, string, long?, CancellationToken)" path="/exception"/>
    public bool TryPut(Msg<T> message) => _end.TryPut(Checked(message));

    /// <summary>
    /// Nothing more is put. What is there is still read, and then every reader's loop ends, in every process. It is no message: no kind is special. Again it does nothing.
    /// </summary>
    public void End() => _end.End();

    /// <summary>Ends the queue and waits until the workers have ended, however they do: <see cref="Worker.Completion"/> says how each did.</summary>
    /// <param name="workers">Workers that read it.</param>
    /// <remarks>
    /// While it waits, the workers need not wait for room in any queue of this process: what they put is kept here, beyond the capacity if need be, so that a full queue of
    /// results that is only read afterwards holds nothing up.
    /// </remarks>
    public void Stop(params IEnumerable<Worker> workers) => Stop(Timeout.InfiniteTimeSpan, workers);

    /// <summary>As <see cref="Stop(IEnumerable{Worker})"/>, no longer than <paramref name="timeout"/>: worker processes that still run are killed then.</summary>
    /// <param name="timeout">For all of them together; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <param name="workers">Workers that read it. One that is a thread cannot be killed, and is left behind.</param>
    /// <returns>Whether all ended by themselves.</returns>
    public bool Stop(TimeSpan timeout, params IEnumerable<Worker> workers)
    {
        ArgumentNullException.ThrowIfNull(workers);
        Limits.ThrowIfNegative(timeout, nameof(timeout));
        Worker[] all = [.. workers];
        End();
        return Worker.Stop(all, timeout);
    }

    /// <summary>Reads messages until the queue is ended and empty; waits for each. Leaving the loop gives back what was sent ahead.</summary>
    public IEnumerator<Msg<T>> GetEnumerator() => ReadAll().GetEnumerator();

    /// <summary>As <see cref="GetEnumerator"/>, until <paramref name="ct"/> ends it.</summary>
    /// <param name="ct">Ends the wait for a message with <see cref="OperationCanceledException"/>.</param>
    public IEnumerable<Msg<T>> ReadAll(CancellationToken ct = default)
    {
        using var reader = _end.Read();
        while (reader.TryNext(out var message, ct))
            yield return message;
    }

    /// <summary>As <see cref="GetEnumerator"/>, without blocking: for <c>await foreach</c>.</summary>
    /// <param name="ct">Ends the wait for a message with <see cref="OperationCanceledException"/>.</param>
    [SuppressMessage("Usage", "VSTHRD200", Justification = "The name is what await foreach looks for.")]
    public IAsyncEnumerator<Msg<T>> GetAsyncEnumerator(CancellationToken ct = default) =>
        ToAsyncEnumerable(ct).GetAsyncEnumerator(ct);

    /// <summary>The queue as an <see cref="IAsyncEnumerable{T}"/>. A type that is both kinds of sequence would make every LINQ operator ambiguous.</summary>
    /// <param name="ct">Ends the wait for a message with <see cref="OperationCanceledException"/>.</param>
    [SuppressMessage("Usage", "VSTHRD200", Justification = "Named as its counterpart in System.Linq.AsyncEnumerable.")]
    public async IAsyncEnumerable<Msg<T>> ToAsyncEnumerable([EnumeratorCancellation] CancellationToken ct = default)
    {
        using var reader = _end.Read();
        while (await reader.NextAsync(ct).ConfigureAwait(false) is (true, var message))
            yield return message;
    }

    /// <summary>
    /// Reads messages in the order of <see cref="Msg{T}.Order"/>, each as soon as those before it have come. Equal numbers stay in the order in which they came; a message
    /// without a number, or with one that has been passed, comes when it arrives. What a missing number held up comes at the end. As <c>sorted</c> of ezq.
    /// </summary>
    /// <remarks>
    /// Leaving the loop early gives back what was held up, to the front of the queue; so does a message that cannot be read, which alone is lost. A process that dies,
    /// or disposes of the queue, while it sorts takes with it what it held up then: a message counts as finished when the next one is asked for, and sorting has to ask.
    /// </remarks>
    /// <param name="start">The number expected first.</param>
    public IEnumerable<Msg<T>> Sorted(long start = 0)
    {
        var order = new Reordering<(Msg<T> Message, Parcel Parcel)>(start);
        using var reader = _end.Read();
        try
        {
            while (reader.TryNext(out var message, CancellationToken.None))
            {
                // What is held up must not keep all that came with it in the same frame.
                order.Push((message, order.HoldsUp(message.Order) ? reader.Last.Apart() : reader.Last), message.Order);
                while (order.TryTake(out var ready))
                    yield return ready.Message;
            }

            order.Finish();
            while (order.TryTake(out var left))
                yield return left.Message;
        }
        finally
        {
            reader.Return([.. order.Left().Select(static held => held.Parcel)]);
        }
    }

    /// <summary>Ends the queue, at once and for every writer, and reads what is there. As <c>items</c> of ezq.</summary>
    /// <param name="sort">In the order of <see cref="Sorted"/>.</param>
    /// <param name="cache">
    /// Reads everything now and keeps it: the next call with it gives the same, in the same order. A message that cannot be read is thrown for and lost; those before
    /// it are kept, and the next call goes on behind it.
    /// </param>
    public IEnumerable<Msg<T>> Items(bool sort = false, bool cache = false)
    {
        End();
        var items = sort ? Sorted() : this;
        return cache ? _kept.All(items) : items;
    }

    /// <summary>
    /// In the process that made it: the end of the queue, for all. What waits is gone, and whoever waits for it is told. Elsewhere: the end of its use in that process. What was put
    /// there is in, what was read ahead goes to others.
    /// </summary>
    public void Dispose() => _end.Dispose();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private static Msg<T> Checked(in Msg<T> message) =>
        message.Kind is null
            ? throw new ArgumentNullException(nameof(message), "The kind of a message is a string; the usual one is \"\".")
            : message;

    private LossTeller<T> Losses()
    {
        lock (_gate)
        {
            if (_losses is null)
            {
                _losses = new LossTeller<T>(Own.MessageOf);
                Own.Losses.Lost += _losses.Tell;
            }

            return _losses;
        }
    }
}
