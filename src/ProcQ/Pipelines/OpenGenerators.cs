using System.Collections.Concurrent;

namespace ProcQ.Pipelines;

/// <summary>
/// The worker's side of a stage with many results: the generator stays here, and each call takes some of its results. So what nobody has asked for is never
/// made. A lane has one worker and one generator at a time.
/// </summary>
internal static class OpenGenerators
{
    private static readonly ConcurrentDictionary<string, IAsyncDisposable> s_open = new(StringComparer.Ordinal);

    /// <summary>Begins an item: the function that runs in the worker of <paramref name="lane"/>.</summary>
    public static Func<T, Task<GeneratorChunk<TResult>>> Opening<T, TResult>(
        Func<T, IEnumerable<TResult>> f,
        string lane,
        bool travels
    ) => item => BeginAsync(lane, new SequenceGenerator<TResult>(NotNull(f(item)).GetEnumerator(), travels));

    /// <inheritdoc cref="Opening{T, TResult}(Func{T, IEnumerable{TResult}}, string, bool)"/>
    public static Func<T, Task<GeneratorChunk<TResult>>> Opening<T, TResult>(
        Func<T, IAsyncEnumerable<TResult>> f,
        string lane,
        bool travels
    ) => item => BeginAsync(lane, new StreamGenerator<TResult>(NotNull(f(item)).GetAsyncEnumerator(), travels));

    /// <summary>Goes on with the item that was begun last.</summary>
    public static Func<Task<GeneratorChunk<TResult>>> Advancing<TResult>(string lane) => () => AdvanceAsync<TResult>(lane);

    /// <summary>Nobody wants what is left.</summary>
    public static ValueTask CloseAsync(string lane) =>
        s_open.TryRemove(lane, out var generator) ? generator.DisposeAsync() : ValueTask.CompletedTask;

    private static async Task<GeneratorChunk<T>> BeginAsync<T>(string lane, OpenGenerator<T> generator)
    {
        await CloseAsync(lane).ConfigureAwait(false);
        s_open[lane] = generator;
        return await AdvanceAsync<T>(lane).ConfigureAwait(false);
    }

    private static async Task<GeneratorChunk<T>> AdvanceAsync<T>(string lane)
    {
        if (!s_open.TryGetValue(lane, out var open))
            throw new ProcQException(
                "The worker process that ran this generator ended between two of its results; what it had passed on was kept, the rest is lost."
            );
        var more = false;
        try
        {
            var chunk = await ((OpenGenerator<T>)open).NextAsync().ConfigureAwait(false);
            more = chunk.More;
            return chunk;
        }
        finally
        {
            if (!more)
                await CloseAsync(lane, open).ConfigureAwait(false);
        }
    }

    /// <summary>This one has ended; where a thread was given up there may be another by now.</summary>
    private static ValueTask CloseAsync(string lane, IAsyncDisposable generator) =>
        s_open.TryRemove(new KeyValuePair<string, IAsyncDisposable>(lane, generator))
            ? generator.DisposeAsync()
            : ValueTask.CompletedTask;

    private static T NotNull<T>(T? generator)
        where T : class =>
        generator
        ?? throw new InvalidOperationException(
            "The function returned null instead of a sequence: return an empty one for no results."
        );
}
