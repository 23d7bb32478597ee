using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>How far the input is read ahead, and what is left of a call that nobody wants any more.</summary>
public sealed class WindowSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Theory]
    [InlineData(1, true)]
    [InlineData(5, true)]
    [InlineData(5, false)]
    [InlineData(100, true)]
    public async Task J14_QueueFull_no_more_than_the_window_is_read_ahead_of_the_reader(int window, bool ordered)
    {
        var input = new ProducedItems();
        var options = new MapOptions { Window = window };
        await using var results = ordered
            ? Pool.Imap(x => x, input.Items(), options)
            : Pool.ImapUnordered(x => x, input.Items(), options);

        for (var taken = 0; taken < 300; taken++)
        {
            Assert.InRange(input.Produced, 0, taken + window);
            results.Next(Patience.Limit);
        }

        // Idle on both sides: now it is read as far as it may be, and no further.
        await Patience.Until(() => input.Produced >= 300, "the input is read on");
        Assert.InRange(input.Produced, 300, 300 + window);
    }

    [Fact]
    public async Task The_window_holds_for_streams_as_input()
    {
        var input = new ProducedItems();
        await using var results = Pool.Imap(x => x, input.Stream(), new MapOptions { Window = 4 });

        for (var taken = 0; taken < 100; taken++)
        {
            Assert.InRange(input.Produced, 0, taken + 4);
            Assert.Equal(taken, results.Next(Patience.Limit));
        }
    }

    [Fact]
    public async Task The_window_holds_when_the_first_item_is_the_slowest()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var input = new ProducedItems(1000);
        await using var results = Pool.Imap(x => PassIfZero(gate, x), input.Items(), new MapOptions { Window = 10 });
        using var visit = await keeper.NextAsync();

        // All that the window lets in is done but the first, on which the reader waits.
        await Patience.Until(() => input.Produced == 10, "ten items are read");
        Assert.Throws<TimeoutException>(() => results.Next(TimeSpan.FromMilliseconds(50)));
        Assert.Equal(10, input.Produced);
        visit.Let();

        Assert.Equal(Enumerable.Range(0, 1000).Select(i => (long)i), results);
    }

    [Fact]
    public async Task Of_slow_items_only_a_few_are_read_ahead()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var input = new ProducedItems();
        await using var results = Pool.Imap(x => Pass(gate, x), input.Items());
        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();

        // Two workers, two batches each: one that runs and one in the pipe, and as many at hand.
        Assert.Throws<TimeoutException>(() => results.Next(TimeSpan.FromMilliseconds(100)));
        Assert.InRange(input.Produced, 2, 16);
        keeper.Open();
    }

    [Fact]
    public void The_work_starts_before_the_input_is_exhausted()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;

        var results = Pool.Map(x => Announced(gate, x), Items());

        Assert.Equal([0, 1, 2], results);

        IEnumerable<int> Items()
        {
            yield return 0;
            yield return 1;
            Assert.True(SpinWait.SpinUntil(() => keeper.Announced > 0, Patience.Limit));
            yield return 2;
        }
    }

    [Fact]
    public async Task J14_QueueFull_large_items_wait_when_a_slow_reader_leaves_many_bytes_lying()
    {
        var input = new ProducedItems();
        var payload = new byte[1024 * 1024];
        await using var results = Pool.Imap(x => x, input.Items().Select(_ => payload));
        results.Next(Patience.Limit);

        // 32 MiB may lie there, and what the workers hold comes on top.
        var produced = await Patience.Settled(() => input.Produced);
        Assert.InRange(produced, 8, 100);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Breaking_off_after_three_leaves_no_work_behind(bool asynchronous)
    {
        var input = new ProducedItems();
        var seen = new List<long>();
        if (asynchronous)
        {
            await foreach (var x in Pool.Imap(x => x * x, input.Stream()))
            {
                seen.Add(x);
                if (seen.Count == 3)
                    break;
            }
        }
        else
        {
            foreach (var x in Pool.Imap(x => x * x, input.Items()))
            {
                seen.Add(x);
                if (seen.Count == 3)
                    break;
            }
        }

        Assert.Equal([0, 1, 4], seen);
        await Patience.Until(() => input.WasDisposed, "the input's enumerator is disposed");
        var produced = input.Produced;
        await Patience.Until(IsIdle, "the workers are idle");
        Assert.Equal(produced, input.Produced);
        Assert.False(input.IsOpen);
    }

    [Fact]
    public async Task Breaking_off_frees_workers_that_are_in_long_items()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, CancelGrace = TimeSpan.FromMilliseconds(50) });
        var input = new ProducedItems();

        foreach (var x in pool.ImapUnordered(x => x == 0 ? x : Pass(gate, x), input.Items()))
        {
            Assert.Equal(0, x);
            break;
        }

        await Patience.Until(() => input.WasDisposed, "the input's enumerator is disposed");
        await Patience.Until(() => pool.GetStats().OpenCalls == 0, "the call has ended");
        int[] items = [0, 1, 2];
        Assert.Equal(items, await pool.MapAsync(x => x, items).Soon());
    }

    [Fact]
    public async Task Breaking_off_disposes_an_input_that_waits()
    {
        var disposed = new TaskCompletionSource();
        await foreach (var x in Pool.Imap(x => x, Endless(disposed)))
        {
            Assert.Equal(0, x);
            break;
        }

        await disposed.Task.Soon();

        static async IAsyncEnumerable<int> Endless(
            TaskCompletionSource disposed,
            [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken ct = default
        )
        {
            try
            {
                yield return 0;
                await Task.Delay(Timeout.Infinite, ct);
            }
            finally
            {
                disposed.SetResult();
            }
        }
    }

    private bool IsIdle()
    {
        var stats = Pool.GetStats();
        return stats is { OpenCalls: 0, QueuedItems: 0, AssignedItems: 0 }
            && stats.Workers.All(w => w.Activity == WorkerActivity.Idle);
    }

    private static long Pass(Gate gate, long x)
    {
        gate.Pass(x);
        return x;
    }

    private static long PassIfZero(Gate gate, long x) => x == 0 ? Pass(gate, x) : x;

    private static int Announced(Gate gate, int x)
    {
        gate.Announce(x);
        return x;
    }
}
