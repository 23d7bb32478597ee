using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.ExceptionServices;

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
        return new((lane, mostBytes) => Opening(f, lane, mostBytes), Advancing<TResult>);
    }

    /// <summary>What runs in a worker for a function that returns a stream.</summary>
    public static GeneratorForm Of<T, TResult>(Func<T, IAsyncEnumerable<TResult>> f)
    {
        ArgumentNullException.ThrowIfNull(f);
        return new((lane, mostBytes) => Opening(f, lane, mostBytes), Advancing<TResult>);
    }

    /// <summary>Nobody wants what is left, of any worker of the lane.</summary>
    public static async Task CloseAsync(string lane)
    {
        ExceptionDispatchInfo? first = null;
        foreach (var key in KeysOf(lane))
        {
            try
            {
                if (s_open.TryRemove(key, out var generator))
                    await generator.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // The others are ended all the same.
                first ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        first?.Throw();
    }

    private static Func<T, Task<GeneratorChunk<TResult>>> Opening<T, TResult>(
        Func<T, IEnumerable<TResult>> f,
        string lane,
        int mostBytes
    ) => item => TimedAsync(() => BeginAsync(lane, new SequenceGenerator<TResult>(NotNull(f(item)).GetEnumerator(), mostBytes)));

    private static Func<T, Task<GeneratorChunk<TResult>>> Opening<T, TResult>(
        Func<T, IAsyncEnumerable<TResult>> f,
        string lane,
        int mostBytes
    ) => item => TimedAsync(() => BeginAsync(lane, new StreamGenerator<TResult>(NotNull(f(item)), mostBytes)));

    private static Func<Task<GeneratorChunk<T>>> Advancing<T>(string lane) => () => TimedAsync(() => AdvanceAsync<T>(lane));

    /// <summary>What an item may take is what it takes here: its worker may have had to be started first.</summary>
    private static async Task<GeneratorChunk<T>> TimedAsync<T>(Func<Task<GeneratorChunk<T>>> ask)
    {
        var start = Stopwatch.GetTimestamp();
        var chunk = await ask().ConfigureAwait(false);
        return chunk with { Spent = Stopwatch.GetElapsedTime(start) };
    }

    private static async Task<GeneratorChunk<T>> BeginAsync<T>(string lane, OpenGenerator<T> generator)
    {
        var worker = WorkerContext.Current;
        // Those of items that failed on their way, and of threads that were given up. Looked up before the question whether this thread is one of these: whoever takes its
        // place begins after it was asked to stop.
        var left = KeysOf(lane).ToArray();
        await ThrowIfGivenUpAsync(worker, generator).ConfigureAwait(false);
        // Whatever their end throws is not this item's.
        foreach (var key in left)
        {
            if (s_open.TryRemove(key, out var other))
                await DropAsync(other).ConfigureAwait(false);
        }

        s_open[(lane, worker)] = generator;
        if (worker?.IsAskedToStop == true)
        {
            s_open.TryRemove((lane, worker), out _);
            await ThrowIfGivenUpAsync(worker, generator).ConfigureAwait(false);
        }

        return await AdvanceAsync<T>(lane).ConfigureAwait(false);
    }

    /// <summary>A thread that is given up has been asked to stop before: nobody will ask for what it made, and nobody would close it.</summary>
    private static async Task ThrowIfGivenUpAsync(WorkerContext? worker, IAsyncDisposable generator)
    {
        if (worker?.IsAskedToStop != true)
            return;
        await DropAsync(generator).ConfigureAwait(false);
        throw new OperationCanceledException(worker.CancellationToken);
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

        return chunk.More ? chunk : await EndAsync(key, (OpenGenerator<T>)open, chunk).ConfigureAwait(false);
    }

    /// <summary>The last results; if the generator's end throws, that comes after them.</summary>
    private static async Task<GeneratorChunk<T>> EndAsync<T>(
        (string, WorkerContext?) key,
        OpenGenerator<T> generator,
        GeneratorChunk<T> last
    )
    {
        if (!s_open.TryRemove(key, out _))
            return last;
        try
        {
            await generator.DisposeAsync().ConfigureAwait(false);
            return last;
        }
        catch (Exception e) when (last.Elements.Length > 0)
        {
            generator.Fail(e);
            s_open[key] = generator;
            return last with { More = true };
        }
    }

    private static IEnumerable<(string Lane, WorkerContext? Worker)> KeysOf(string lane) =>
        s_open.Keys.Where(key => string.Equals(key.Lane, lane, StringComparison.Ordinal));

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
