using System.Diagnostics;
using ProcQ.Engine;
using ProcQ.Functions;
using ProcQ.Scheduling;
using ProcQ.Wire;

namespace ProcQ.Calls;

/// <summary>Where calls come in: checks what is to be sent, in the caller, and hands it to the pool.</summary>
internal sealed class CallDesk(PoolEngine engine, DeskTerms terms, LastUse use)
{
    // Results that stream wait for their reader; so many items may be ahead of it.
    private const int StreamWindow = 16_384;

    private readonly Listening _listening = new(engine, terms.Audience, terms.Payload);

    public PoolEngine Engine => engine;

    public Payload Payload => terms.Payload;

    /// <summary>Somebody is about to block until a call is over.</summary>
    public void ThrowIfOwnWorkerWaits() => terms.OwnWorkers.ThrowIfOneWaits();

    /// <summary>Opens a call over many items.</summary>
    public OpenCall<T> Open<T, TResult>(Delegate function, Items<T> items, CallPlan plan)
    {
        var options = plan.Options;
        var definition = terms.Transfer.Define<T, TResult>(function);
        var timeout = Limits.OrNone(options.Timeout ?? terms.TaskTimeout);
        var info = InfoOf(options.Name ?? definition.Name, timeout, plan.Caller);
        var job = new JobTerms
        {
            Name = info.Name,
            ChunkSize = options.ChunkSize,
            Timeout = timeout,
            TimeoutGrace = terms.TimeoutGrace,
            Retries = options.Retries,
            RetryDelay = options.RetryDelay,
            AtMostOnce = options.AtMostOnce,
            Parallelism = options.Parallelism ?? int.MaxValue,
            Window = options.Window ?? (plan.Streams ? StreamWindow : long.MaxValue),
            Total = items.Count,
        };
        var run =
            (options.AtMostOnce ? RunOptions.FlushEach : RunOptions.None)
            | (plan.Durations ? RunOptions.Durations : RunOptions.None);
        if (timeout is not null)
            run |= RunOptions.TimeLimit;
        var news = new Signal();
        var signals = new CallSignals(news, plan.Stepwise ? news : new Signal());
        plan.Caller.ThrowIfCancellationRequested();
        var request = new CallRequest(definition, terms.Transfer.NewStore<T>(), job, run, signals)
        {
            HasInputAtHand = items.AreAtHand,
        };
        var call = engine.Submit(_listening.Attach<TResult>(request, info, options.Reporter));
        var audience = Listen(call, info, options.Progress);
        var source = new WorkSource<T>(engine, call, items, terms);
        return new OpenCall<T>(new CallHandle(engine, call, info, terms.CancelGrace, use), news, source, audience);
    }

    /// <summary>Opens a call of one item.</summary>
    public SingleCall<TResult> OpenOne<T, TResult>(Delegate function, T argument, TaskOptions options, CancellationToken caller)
    {
        var definition = terms.Transfer.Define<T, TResult>(function);
        var request = RequestOf(definition, Pack(argument), options);
        var info = InfoOf(definition, options, caller);
        caller.ThrowIfCancellationRequested();
        request = _listening.Attach<TResult>(request, info, reporter: null);
        if (options.Ended is { } ended)
            request = request with { Settled = request.Settled + (_ => ended()) };
        request.Watch?.Items.Add<object?>([typeof(T) == typeof(Wire.Nothing) ? null : argument]);
        return Follow<TResult>(engine.SubmitOne(request), info);
    }

    /// <summary>
    /// Puts a call of one item in line when there are many before it and nothing distinguishes it from them, as a reporter that is to hear of it would; else null.
    /// Not for a caller that blocks: of threads there are never so many.
    /// </summary>
    public QueuedCall<TResult>? TryQueue<T, TResult>(Delegate function, T argument, TaskOptions options, CancellationToken caller)
    {
        if (!engine.Backlog.IsCrowded || !MayWait(options))
            return null;
        var definition = terms.Transfer.Define<T, TResult>(function);
        var packed = Pack(argument);
        caller.ThrowIfCancellationRequested();
        var call = new QueuedCall<TResult>(this, definition, packed, options);
        call.Enter(caller);
        return call;
    }

    /// <summary>Of calls with another priority there are few, and the core tells which goes first; those of a queue of requests have a bound of their own.</summary>
    private bool MayWait(TaskOptions options) => options is { Priority: 0, Ended: null } && terms.Audience.Reporter is null;

    /// <summary>A call of one item, as it is submitted.</summary>
    /// <param name="definition">The function.</param>
    /// <param name="packed">Its argument, as <see cref="Transfer.Pack"/> made it.</param>
    /// <param name="options">How to run it.</param>
    public CallRequest RequestOf(FunctionDefinition definition, object packed, TaskOptions options)
    {
        var timeout = LimitOf(options);
        var job = new JobTerms
        {
            Name = options.Name ?? definition.Name,
            Timeout = timeout,
            TimeoutGrace = terms.TimeoutGrace,
            Retries = options.Retries,
            RetryDelay = options.RetryDelay,
            Priority = options.Priority,
            Total = 1,
        };
        var news = new Signal();
        return new CallRequest(
            definition,
            terms.Transfer.StoreOf(packed),
            job,
            timeout is null ? RunOptions.None : RunOptions.TimeLimit,
            new CallSignals(news, news)
        )
        {
            MayWait = MayWait(options),
        };
    }

    /// <summary>The wait for the outcome of a call that was submitted.</summary>
    public SingleCall<TResult> Follow<TResult>(Call call, CallInfo info)
    {
        var reader = new ResultReader<TResult>(this, call, info, ordered: false);
        return new SingleCall<TResult>(new CallHandle(engine, call, info, terms.CancelGrace, use), call.News, reader);
    }

    /// <summary>What errors say of a call of one item.</summary>
    public CallInfo InfoOf(FunctionDefinition definition, TaskOptions options, CancellationToken caller) =>
        InfoOf(options.Name ?? definition.Name, LimitOf(options), caller);

    /// <summary>Calls the user back, in his own surroundings. What that throws is logged and harms nothing.</summary>
    public void CallBack(ExecutionContext? surroundings, Action callback)
    {
        try
        {
            if (surroundings is null)
                callback();
            else
                ExecutionContext.Run(surroundings, static callback => ((Action)callback!)(), callback);
        }
        catch (Exception e)
        {
            terms.Audience.Journal.Write(log => Log.CallbackThrew(log, e));
        }
    }

    private CallAudience Listen(Call call, CallInfo info, IProgress<PoolProgress>? progress)
    {
        try
        {
            return _listening.Begin(call, info, progress);
        }
        catch
        {
            // Their threads cannot be started. The pool has the call already, and would wait for its input.
            engine.Cancel(call, Timeout.InfiniteTimeSpan);
            throw;
        }
    }

    private object Pack<T>(T argument)
    {
        var start = Stopwatch.GetTimestamp();
        var packed = terms.Transfer.Pack(argument);
        engine.Times.Encoding.AddSince(start);
        return packed;
    }

    private TimeSpan? LimitOf(TaskOptions options) => Limits.OrNone(options.Timeout ?? terms.TaskTimeout);

    private CallInfo InfoOf(string name, TimeSpan? timeout, CancellationToken caller) =>
        new(name, timeout, caller) { OwnWorkers = terms.OwnWorkers, Times = engine.Times };
}
