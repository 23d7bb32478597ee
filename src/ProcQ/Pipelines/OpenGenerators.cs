using System.Collections.Concurrent;

namespace ProcQ.Pipelines;

/// <summary>
/// The worker's side of a stage with many results: the generator stays here, and each call takes some of its results. So what nobody has asked for is never
/// made. A lane has one worker and one generator at a time; a thread that was given up is another worker than the one in its place, and keeps to its own.
/// </summary>
internal static class OpenGenerators
{
    private static readonly ConcurrentDictionary<(string Lane, WorkerContext? Worker), IAsyncDisposable> s_open = new();

    /// <summary>What runs in a worker for a function that returns a sequence.</summary>
    public static GeneratorForm Of<T, TResult>(Func<T, IEnumerable<TResult>> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return new((lane, travels) => Opening(f, lane, travels), Advancing<TResult>);
    }

    /// <summary>What runs in a worker for a function that returns a stream.</summary>
    public static GeneratorForm Of<T, TResult>(Func<T, IAsyncEnumerable<TResult>> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return new((lane, travels) => Opening(f, lane, travels), Advancing<TResult>);
    }

    /// <summary>Nobody wants what is left, of any worker of the lane.</summary>
    public static async Task CloseAsync(string lane)
    {
        foreach (var key in s_open.Keys.Where(key => string.Equals(key.Lane, lane, StringComparison.Ordinal)))
        {
            if (s_open.TryRemove(key, out var generator))
                await generator.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static Func<T, Task<GeneratorChunk<TResult>>> Opening<T, TResult>(
        Func<T, IEnumerable<TResult>> f,
        string lane,
        bool travels
    ) => item => BeginAsync(lane, new SequenceGenerator<TResult>(NotNull(f(item)).GetEnumerator(), travels));

    private static Func<T, Task<GeneratorChunk<TResult>>> Opening<T, TResult>(
        Func<T, IAsyncEnumerable<TResult>> f,
        string lane,
        bool travels
    ) => item => BeginAsync(lane, new StreamGenerator<TResult>(NotNull(f(item)), travels));

    private static Func<Task<GeneratorChunk<T>>> Advancing<T>(string lane) => () => AdvanceAsync<T>(lane);

    private static async Task<GeneratorChunk<T>> BeginAsync<T>(string lane, OpenGenerator<T> generator)
    {
        var worker = WorkerContext.Current;
        // A thread that is given up has been asked to stop before: nobody will ask for what it made, and nobody would close it.
        if (worker?.CancellationToken.IsCancellationRequested == true)
        {
            await DropAsync(generator).ConfigureAwait(false);
            worker.CancellationToken.ThrowIfCancellationRequested();
        }

        // That of an item that failed on its way; whatever its end throws is not this item's.
        if (s_open.TryRemove((lane, worker), out var left))
            await DropAsync(left).ConfigureAwait(false);
        s_open[(lane, worker)] = generator;
        return await AdvanceAsync<T>(lane).ConfigureAwait(false);
    }

    private static async Task<GeneratorChunk<T>> AdvanceAsync<T>(string lane)
    {
        var key = (lane, WorkerContext.Current);
        if (!s_open.TryGetValue(key, out var open))
            return new GeneratorChunk<T>([], More: false, Lost: true);
        GeneratorChunk<T> chunk;
        try
        {
            chunk = await ((OpenGenerator<T>)open).NextAsync().ConfigureAwait(false);
        }
        catch
        {
            // What it threw first is the item's fate.
            s_open.TryRemove(key, out _);
            await DropAsync(open).ConfigureAwait(false);
            throw;
        }

        if (!chunk.More && s_open.TryRemove(key, out _))
            await open.DisposeAsync().ConfigureAwait(false);
        return chunk;
    }

    private static async Task DropAsync(IAsyncDisposable generator)
    {
        try
        {
            await generator.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Another error, or none of anybody's, is on its way.
        }
    }

    private static T NotNull<T>(T? generator)
        where T : class =>
        generator
        ?? throw new InvalidOperationException(
            "The function returned null instead of a sequence: return an empty one for no results."
        );
}
