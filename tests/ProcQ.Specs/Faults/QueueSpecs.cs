using ProcQ.Specs.Pool;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

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

    [Fact]
    public async Task J15_An_argument_that_cannot_travel_is_refused_at_once_however_many_wait()
    {
        var pool = NewPool(1);
        await pool.ResizeAsync(0).Soon();
        var calls = Enumerable.Range(0, 3_000).Select(x => pool.ApplyAsync(x => x, x)).ToArray();

        var error = Assert.Throws<NotTransferableException>(() =>
        {
            _ = pool.ApplyAsync(_ => 1, new Mute());
        });

        Assert.Contains(nameof(Mute), error.Message, StringComparison.Ordinal);
        Assert.Equal(calls.Length, pool.GetStats().OpenCalls);
        await pool.ResizeAsync(1).Soon();
        Assert.Equal(Enumerable.Range(0, calls.Length), await Task.WhenAll(calls).Soon());
    }

    /// <summary>What the function took of other items says nothing of these.</summary>
    [Fact]
    public async Task J14_Large_items_at_hand_are_read_as_far_as_may_be_and_a_worker_that_does_nothing_has_them_at_once()
    {
        const int Length = 1 << 20;
        using var keeper = new GateKeeper();
        var place = keeper.Gate.Path;
        var pool = NewPool(1);
        foreach (var _ in Enumerable.Range(0, 20))
            pool.Map(LengthOf, Enumerable.Repeat((place, new byte[1]), 5_000).ToArray());
        var large = Enumerable.Repeat((place, new byte[Length]), 300).ToArray();

        var lengths = pool.MapAsync(LengthOf, large);
        using var visit = await keeper.NextAsync();

        // Not all of them had to be read first.
        await Patience.Settled(() => pool.GetStats().QueuedItems);
        Assert.InRange(pool.GetStats().QueuedItems + pool.GetStats().AssignedItems, 1, 80);
        keeper.Open();
        visit.Let();
        Assert.All(await lengths.WaitAsync(Patience.SpecLimit), length => Assert.Equal(Length, length));
    }

    /// <summary>Single calls have no input to wait in: each waits as itself, some two hundred bytes of those beyond the first thousand.</summary>
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
        Assert.InRange((GC.GetTotalMemory(forceFullCollection: true) - before) / Calls, 0, 400);
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

    private static int LengthOf((string Gate, byte[] Bytes) item)
    {
        if (item.Bytes.Length > 1)
            new Gate(item.Gate).Pass();
        return item.Bytes.Length;
    }
}
