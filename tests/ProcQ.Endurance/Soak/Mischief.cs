namespace ProcQ.Endurance.Soak;

/// <summary>Calls that end in any way but well, one after the other, beside the rush. Each must end as it may, or the soak has failed.</summary>
internal sealed class Mischief(ProcessPool pool, int seed)
{
    // Beyond what is copied on its way; larger ones would only show how much the array pool keeps.
    private const int LargeBytes = 64 * 1024;

    private readonly Random _random = new(seed);

    public async Task RunUntilAsync(Task end)
    {
        while (!end.IsCompleted)
        {
            try
            {
                await (
                    _random.Next(8) switch
                    {
                        0 => CancelAsync(),
                        1 => ExpireAsync(),
                        2 => BreakOffAsync(),
                        3 => ThrowAsync(),
                        4 => pool.ApplyAsync(() => Environment.Exit(3)),
                        5 => SendLargeAsync(),
                        6 => pool.ApplyAsync(() => Console.WriteLine(new string('x', 10_000))),
                        _ => ResizeAsync(),
                    }
                );
            }
            catch (WorkerLostException)
            {
                // Of each of them, it may be the worker that is struck.
            }
        }
    }

    private async Task CancelAsync()
    {
        using var source = new CancellationTokenSource();
        var call = pool.MapAsync(Sleep, Enumerable.Repeat(5, 100), ct: source.Token);
        await Task.Delay(_random.Next(20));
        await source.CancelAsync();
        await MustThrowAsync<OperationCanceledException>(call);
    }

    private Task ExpireAsync() =>
        MustThrowAsync<TaskTimeoutException>(
            pool.ApplyAsync(Sleep, 100_000, new TaskOptions { Timeout = TimeSpan.FromMilliseconds(30) })
        );

    private async Task BreakOffAsync()
    {
        var seen = 0;
        await foreach (var _ in pool.ImapUnordered(x => x, Enumerable.Range(0, 10_000)))
        {
            if (++seen == 3)
                break;
        }
    }

    private Task ThrowAsync() => MustThrowAsync<FormatException>(pool.ApplyAsync(() => int.Parse("many", null)));

    private async Task SendLargeAsync()
    {
        var sent = new byte[LargeBytes];
        _random.NextBytes(sent);
        var received = await pool.ApplyAsync(bytes => bytes, sent);
        if (!sent.AsSpan().SequenceEqual(received))
            throw new InvalidOperationException("A large argument came back as another.");
    }

    private async Task ResizeAsync()
    {
        await pool.ResizeAsync(_random.Next(1, 4));
        await pool.ResizeAsync(2);
    }

    private static async Task MustThrowAsync<TException>(Task call)
        where TException : Exception
    {
        try
        {
            await call;
        }
        catch (TException)
        {
            return;
        }

        throw new InvalidOperationException($"A call should have ended with {typeof(TException).Name}, and succeeded.");
    }

    private static int Sleep(int milliseconds)
    {
        Thread.Sleep(milliseconds);
        return milliseconds;
    }
}
