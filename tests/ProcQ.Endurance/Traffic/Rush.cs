namespace ProcQ.Endurance.Traffic;

/// <summary>
/// Six callers of two pools at a time: maps, streams and single calls, with further attempts, at most once, and with no promise at all. Notes every outcome.
/// </summary>
internal sealed class Rush(ProcessPool first, ProcessPool second, ItemBook book, ExecutionLedger ledger)
{
    // Outcomes come by the thousand a second; after this long without a single one they will not come at all.
    private static readonly TimeSpan StalledAfter = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Is told each second how many outcomes there are.</summary>
    public Action<long>? OnSecond { get; init; }

    /// <summary>Runs the items from 0 on, and throws with what the pools say when nothing moves any more.</summary>
    public async Task RunAsync(long items)
    {
        var blocks = new Blocks(items);
        var callers = Task.WhenAll(
            Lane(first, Promise.Retries, blocks).MapAsync(),
            Lane(first, Promise.Retries, blocks).StreamAsync(),
            Lane(first, Promise.Retries, blocks).SinglesAsync(),
            Lane(second, Promise.AtMostOnce, blocks).MapAsync(),
            Lane(second, Promise.AtMostOnce, blocks).StreamAsync(),
            Lane(second, Promise.None, blocks).OrderedStreamAsync()
        );
        await WatchAsync(callers);
    }

    /// <summary>A stream of at-most-once items, in the middle of which its pool is disposed.</summary>
    public async Task BreakOffAsync(Block block)
    {
        var call = Lane(second, Promise.AtMostOnce, new Blocks(0)).BrokenStreamAsync(block);
        var goal = block.Items().Skip(block.Count / 3).First();
        while (ledger.Count(goal) == 0 && !call.IsCompleted)
            await Task.Delay(1);
        await WatchAsync(Task.WhenAll(call, second.DisposeAsync().AsTask()));
    }

    private Lane Lane(ProcessPool pool, Promise promise, Blocks blocks) =>
        new(pool, promise, book, new Work(ledger.Path), blocks);

    private async Task WatchAsync(Task callers)
    {
        var (seen, since) = (book.Recorded, Environment.TickCount64);
        while (await Task.WhenAny(callers, Task.Delay(LookEvery)) != callers)
        {
            OnSecond?.Invoke(book.Recorded);
            if (book.Recorded != seen)
                (seen, since) = (book.Recorded, Environment.TickCount64);
            else if (Environment.TickCount64 - since > StalledAfter.TotalMilliseconds)
                throw new TimeoutException(
                    $"No outcome for {StalledAfter}, after {seen}.\n{Describe(first)}\n{Describe(second)}"
                );
        }

        await callers;
    }

    private static string Describe(ProcessPool pool)
    {
        var stats = pool.GetStats();
        return $"{stats with { Workers = [] }}\n  {string.Join("\n  ", stats.Workers)}";
    }
}
