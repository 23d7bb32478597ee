namespace ProcQ.Calls;

/// <summary>Parallelize: an outcome for each different item, found under it.</summary>
internal static class ParallelizeCalls
{
    public static IReadOnlyDictionary<T, Outcome<TResult>> Run<T, TResult>(
        CallDesk desk,
        Delegate f,
        DistinctItems<T> items,
        MapOptions? options,
        CancellationToken ct
    )
        where T : notnull => items.With(MapCalls.Outcomes<T, TResult>(desk, f, items.Input, options, ct));

    public static Task<IReadOnlyDictionary<T, Outcome<TResult>>> RunAsync<T, TResult>(
        CallDesk desk,
        Delegate f,
        DistinctItems<T> items,
        MapOptions? options,
        CancellationToken ct
    )
        where T : notnull => FinishAsync(items, MapCalls.OutcomesAsync<T, TResult>(desk, f, items.Input, options, ct));

    private static async Task<IReadOnlyDictionary<T, Outcome<TResult>>> FinishAsync<T, TResult>(
        DistinctItems<T> items,
        Task<Outcome<TResult>[]> outcomes
    )
        where T : notnull => items.With(await outcomes.ConfigureAwait(false));
}
