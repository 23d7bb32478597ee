using System.Diagnostics;
using ProcQ.Engine;
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
        var request = new CallRequest(definition, terms.Transfer.NewStore<T>(), job, run, signals);
        var call = engine.Submit(_listening.Attach<TResult>(request, info, options.Reporter));
        var audience = _listening.Begin(call, info, options.Progress);
        var source = new WorkSource<T>(engine, call, items, terms);
        return new OpenCall<T>(new CallHandle(engine, call, info, terms.CancelGrace, use), news, source, audience);
    }

    /// <summary>Opens a call of one item.</summary>
    public SingleCall<TResult> OpenOne<T, TResult>(Delegate function, T argument, TaskOptions options, CancellationToken caller)
    {
        var definition = terms.Transfer.Define<T, TResult>(function);
        var timeout = Limits.OrNone(options.Timeout ?? terms.TaskTimeout);
        var info = InfoOf(options.Name ?? definition.Name, timeout, caller);
        var job = new JobTerms
        {
            Name = info.Name,
            Timeout = timeout,
            TimeoutGrace = terms.TimeoutGrace,
            Retries = options.Retries,
            RetryDelay = options.RetryDelay,
            Priority = options.Priority,
            Total = 1,
        };
        var start = Stopwatch.GetTimestamp();
        var arguments = terms.Transfer.StoreOf(argument);
        engine.Times.Encoding.AddSince(start);
        var news = new Signal();
        caller.ThrowIfCancellationRequested();
        var request = new CallRequest(
            definition,
            arguments,
            job,
            timeout is null ? RunOptions.None : RunOptions.TimeLimit,
            new CallSignals(news, news)
        );
        request = _listening.Attach<TResult>(request, info, reporter: null);
        if (options.Ended is { } ended)
            request = request with { Settled = request.Settled + (_ => ended()) };
        request.Watch?.Items.Add<object?>([typeof(T) == typeof(Wire.Nothing) ? null : argument]);
        var call = engine.SubmitOne(request);
        var reader = new ResultReader<TResult>(this, call, info, ordered: false);
        return new SingleCall<TResult>(new CallHandle(engine, call, info, terms.CancelGrace, use), news, reader);
    }

    /// <summary>Calls the user back. What that throws is logged and harms nothing.</summary>
    public void CallBack(Action callback)
    {
        try
        {
            callback();
        }
        catch (Exception e)
        {
            terms.Audience.Journal.Write(log => Log.CallbackThrew(log, e));
        }
    }

    private CallInfo InfoOf(string name, TimeSpan? timeout, CancellationToken caller) =>
        new(name, timeout, caller) { OwnWorkers = terms.OwnWorkers, Times = engine.Times };
}
