namespace ProcQ.Calls;

/// <summary>Map and its kin: one function, many items.</summary>
internal static class MapCalls
{
    public static TResult[] Map<T, TResult>(CallDesk desk, Delegate f, Items<T> items, MapOptions? options, CancellationToken ct)
    {
        var plan = new CallPlan(Check(f, options), ct) { Stepwise = true };
        desk.ThrowIfOwnWorkerWaits();
        var call = desk.Open<T, TResult>(f, items, plan);
        return Collecting.Run(call, new MapCollector<TResult>(call.Handle.Info, desk.Payload, items.Count));
    }

    public static Task<TResult[]> MapAsync<T, TResult>(
        CallDesk desk,
        Delegate f,
        Items<T> items,
        MapOptions? options,
        CancellationToken ct
    )
    {
        var checkedOptions = Check(f, options);
        if (ct.IsCancellationRequested)
            return Task.FromCanceled<TResult[]>(ct);
        var call = Start<T, TResult>(desk, f, items, new CallPlan(checkedOptions, ct));
        return Collecting.RunAsync(call, new MapCollector<TResult>(call.Handle.Info, desk.Payload, items.Count));
    }

    public static Outcome<TResult>[] Outcomes<T, TResult>(
        CallDesk desk,
        Delegate f,
        Items<T> items,
        MapOptions? options,
        CancellationToken ct
    )
    {
        var plan = new CallPlan(Check(f, options), ct) { Stepwise = true, Durations = true };
        desk.ThrowIfOwnWorkerWaits();
        var call = desk.Open<T, TResult>(f, items, plan);
        return Collecting.Run(call, new OutcomeCollector<TResult>(call.Handle.Info, desk.Payload, items.Count));
    }

    public static Task<Outcome<TResult>[]> OutcomesAsync<T, TResult>(
        CallDesk desk,
        Delegate f,
        Items<T> items,
        MapOptions? options,
        CancellationToken ct
    )
    {
        var checkedOptions = Check(f, options);
        if (ct.IsCancellationRequested)
            return Task.FromCanceled<Outcome<TResult>[]>(ct);
        var call = Start<T, TResult>(desk, f, items, new CallPlan(checkedOptions, ct) { Durations = true });
        return Collecting.RunAsync(call, new OutcomeCollector<TResult>(call.Handle.Info, desk.Payload, items.Count));
    }

    public static ResultStream<TResult> Stream<T, TResult>(
        CallDesk desk,
        Delegate f,
        Items<T> items,
        MapOptions? options,
        bool ordered,
        CancellationToken ct
    )
    {
        var call = Start<T, TResult>(desk, f, items, new CallPlan(Check(f, options), ct) { Streams = true });
        var reader = new ResultReader<TResult>(desk, call.Handle.Call, call.Handle.Info, ordered);
        return new ResultStream<TResult>(new StreamFeed<T, TResult, TResult>(call, reader, Unwrap));
    }

    public static ResultStream<Outcome<TResult>> StreamOutcomes<T, TResult>(
        CallDesk desk,
        Delegate f,
        Items<T> items,
        MapOptions? options,
        CancellationToken ct,
        bool ordered = false
    )
    {
        var call = Start<T, TResult>(desk, f, items, new CallPlan(Check(f, options), ct) { Streams = true, Durations = true });
        var reader = new ResultReader<TResult>(desk, call.Handle.Call, call.Handle.Info, ordered);
        return new ResultStream<Outcome<TResult>>(
            new StreamFeed<T, TResult, Outcome<TResult>>(call, reader, static o => (o, null))
        );
    }

    private static (TResult? Item, Exception? Error) Unwrap<TResult>(Outcome<TResult> outcome) =>
        outcome.Error is { } error ? (default, error) : (outcome.Result, null);

    private static OpenCall<T> Start<T, TResult>(CallDesk desk, Delegate f, Items<T> items, CallPlan plan)
    {
        var call = desk.Open<T, TResult>(f, items, plan);
        call.StartReading();
        return call;
    }

    private static MapOptions Check(Delegate f, MapOptions? options)
    {
        ArgumentNullException.ThrowIfNull(f);
        return (options ?? MapOptions.Default).Validated();
    }
}
