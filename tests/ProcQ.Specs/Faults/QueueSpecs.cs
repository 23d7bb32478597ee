using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>More work than can be done at once, by far.</summary>
[Collection(Alone.Name)]
public sealed class QueueSpecs : PoolSpec
{
    private const int Million = 1_000_000;

    /// <summary>Only what the workers need next is read, so what waits costs nothing here.</summary>
    [Fact]
    public async Task J15_1e6Queued_items_of_one_call_wait_in_its_input_and_all_are_done()
    {
        var pool = NewPool(2);
        await pool.WarmUpAsync().Soon();
        var sum = 0L;
        var most = 0L;

        await foreach (var x in pool.ImapUnordered(x => x + 1L, Enumerable.Range(0, Million)))
        {
            sum += x;
            if (x % 100_000 == 0)
                most = Math.Max(most, pool.GetStats().QueuedItems);
        }

        Assert.Equal(Million * (Million + 1L) / 2, sum);
        Assert.InRange(most, 0, 200_000);
    }

    /// <summary>Single calls have no input to wait in: each waits as itself, some two kilobytes.</summary>
    [Fact]
    public async Task J15_1e6Queued_single_calls_wait_at_a_cost_that_does_not_grow_and_each_has_its_end()
    {
        const int Calls = 100_000;
        const int Ran = 20_000;
        var pool = NewPool(2);
        await pool.ResizeAsync(0).Soon();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var calls = new Task<int>[Calls];
        for (var i = 0; i < Calls; i++)
            calls[i] = pool.ApplyAsync(x => x, i);
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / Calls, 0, 4096);
        Assert.Equal(Calls, pool.GetStats().QueuedItems);

        await pool.ResizeAsync(2).Soon();
        Assert.Equal(Enumerable.Range(0, Ran), await Task.WhenAll(calls[..Ran]).WaitAsync(Patience.SpecLimit));
        await pool.DisposeAsync().AsTask().Soon();
        // Each is told by a thread of the thread pool, which may take a while.
        await Record.ExceptionAsync(() => Task.WhenAll(calls).WaitAsync(Patience.SpecLimit));

        var done = 0;
        for (var i = 0; i < Calls; i++)
        {
            Assert.True(calls[i].IsCompleted);
            if (!calls[i].IsCompletedSuccessfully)
                continue;
            done++;
            Assert.Equal(i, calls[i].Result);
        }

        Assert.InRange(done, Ran, Calls);
    }
}
