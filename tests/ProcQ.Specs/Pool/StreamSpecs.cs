using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Results one by one: Imap, ImapUnordered, ImapOutcomes, and the stream they return.</summary>
public sealed class StreamSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Theory]
    [InlineData(10, null)]
    [InlineData(1000, 100)]
    [InlineData(1000, 1)]
    [InlineData(40_000, null)]
    public void Imap_gives_results_in_input_order(int count, int? chunk)
    {
        var results = Pool.Imap(x => x + 1, Enumerable.Range(0, count), new MapOptions { ChunkSize = chunk });

        Assert.Equal(Enumerable.Range(1, count), results);
    }

    [Theory]
    [InlineData(1000, 53)]
    [InlineData(40_000, null)]
    public void ImapUnordered_gives_every_result_once(int count, int? chunk)
    {
        var results = Pool.ImapUnordered(x => x + 1, Enumerable.Range(0, count), new MapOptions { ChunkSize = chunk });

        Assert.Equal(Enumerable.Range(1, count), results.Order());
    }

    [Fact]
    public void Imap_waits_for_a_slow_item_and_then_gives_what_is_ready()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        using var stream = Pool.Imap(x => PassIfZero(gate, x), Enumerable.Range(0, 5), OneByOne);
        using var visit = keeper.Next();

        Assert.Throws<TimeoutException>(() => stream.Next(TimeSpan.FromMilliseconds(50)));
        visit.Let();

        Assert.Equal([0, 1, 2, 3, 4], stream);
    }

    [Fact]
    public void One_worker_gives_results_in_input_order_in_any_case()
    {
        var pool = NewPool(1);

        Assert.Equal(Enumerable.Range(0, 1000), pool.ImapUnordered(x => x, Enumerable.Range(0, 1000)));
    }

    [Fact]
    public void Next_that_times_out_leaves_the_stream_usable()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        using var stream = Pool.Imap(x => PassIfZero(gate, x), Enumerable.Range(0, 3));

        Assert.Throws<TimeoutException>(() => stream.Next(TimeSpan.Zero));
        Assert.Throws<TimeoutException>(() => stream.Next(TimeSpan.FromMilliseconds(20)));
        keeper.Open();

        Assert.Equal(0, stream.Next(Patience.Limit));
        Assert.Equal(1, stream.Next(Patience.Limit));
        Assert.Equal(2, stream.Next(Timeout.InfiniteTimeSpan));
        Assert.Throws<InvalidOperationException>(() => stream.Next(TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(() => stream.Next(TimeSpan.Zero));
    }

    [Fact]
    public void Next_gives_up_in_time_although_later_items_go_on_ending()
    {
        using var keeper = new GateKeeper();
        using var folder = new ScratchFolder();
        var (gate, ledger) = (keeper.Gate, new Ledger(folder.In("ended")));
        const int Items = 200;
        var options = OneByOne with { Window = Items };
        using var stream = Pool.Imap(x => PassIfZeroElseNote(gate, ledger, x), Enumerable.Range(0, Items), options);
        using var visit = keeper.Next();

        Assert.Throws<TimeoutException>(() => stream.Next(TimeSpan.FromMilliseconds(800)));

        // Almost a minute of them: they end one by one, and none of them is the one that is waited for.
        Assert.InRange(ledger.Read().Length, 1, Items / 2);
    }

    [Fact]
    public void Next_refuses_a_negative_time()
    {
        using var stream = Pool.Imap(x => x, Enumerable.Range(0, 3));

        var error = Assert.Throws<ArgumentOutOfRangeException>(() => stream.Next(TimeSpan.FromSeconds(-3)));

        Assert.Equal("timeout", error.ParamName);
        Assert.Equal([0, 1, 2], stream);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(null)]
    public void An_item_that_failed_throws_when_it_is_reached_and_the_stream_goes_on(int? chunk)
    {
        using var stream = Pool.Imap(x => 10 / (x - 3), Enumerable.Range(0, 6), new MapOptions { ChunkSize = chunk })
            .GetEnumerator();

        var seen = new List<string>();
        while (true)
        {
            try
            {
                if (!stream.MoveNext())
                    break;
                seen.Add($"{stream.Current}");
            }
            catch (DivideByZeroException)
            {
                seen.Add("failed");
            }
        }

        Assert.Equal(["-3", "-5", "-10", "failed", "10", "5"], seen);
        Assert.False(stream.MoveNext());
    }

    [Fact]
    public async Task An_item_that_failed_throws_when_it_is_awaited_and_the_stream_goes_on()
    {
        await using var stream = Pool.Imap(x => 10 / (x - 1), Enumerable.Range(0, 3)).GetAsyncEnumerator();

        Assert.True(await stream.MoveNextAsync());
        await Assert.ThrowsAsync<DivideByZeroException>(() => stream.MoveNextAsync().AsTask());
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal(10, stream.Current);
        Assert.False(await stream.MoveNextAsync());
        Assert.False(await stream.MoveNextAsync());
    }

    [Fact]
    public async Task Streams_are_awaited_and_take_streams()
    {
        var results = new List<int>();
        await foreach (var result in Pool.Imap(x => x * x, Trickle(5)))
            results.Add(result);

        Assert.Equal([0, 1, 4, 9, 16], results);
        Assert.Equal([0, 1, 4], Pool.Imap(async x => await Later(x * x), Enumerable.Range(0, 3)));
        Assert.Equal([0, 1, 4], await Pool.Imap(async x => await Later(x * x), Trickle(3)).ToAsyncEnumerable().ToListAsync());
        Assert.Equal([0, 1, 4], Pool.ImapUnordered(x => x * x, Trickle(3)).Order());
        Assert.Equal([0, 1, 4], Pool.ImapUnordered(async x => await Later(x * x), Enumerable.Range(0, 3)).Order());
        Assert.Equal([0, 1, 4], Pool.ImapUnordered(async x => await Later(x * x), Trickle(3)).Order());
        Assert.Equal([0, 1, 4], Pool.ImapOutcomes(x => x * x, Trickle(3)).Select(o => o.Result).Order());
        Assert.Equal([0, 1, 4], Pool.ImapOutcomes(async x => await Later(x * x), Trickle(3)).Select(o => o.Result).Order());
        Assert.Equal(
            [0, 1],
            Pool.ImapOutcomes(async x => await Later(x * x), Enumerable.Range(0, 2)).Select(o => o.Result).Order()
        );
    }

    [Fact]
    public void Outcomes_stream_as_they_come_and_say_whose_they_are()
    {
        var outcomes = Pool.ImapOutcomes(x => 12 / (x - 2), Enumerable.Range(0, 5)).OrderBy(o => o.Index).ToList();

        Assert.Equal([0, 1, 2, 3, 4], outcomes.Select(o => o.Index));
        Assert.Equal([-6, -12, 12, 6], outcomes.Where(o => o.Status == OutcomeStatus.Succeeded).Select(o => o.Result));
        Assert.IsType<DivideByZeroException>(outcomes[2].Error);
    }

    [Fact]
    public void A_stream_is_read_once()
    {
        var stream = Pool.Imap(x => x, Enumerable.Range(0, 3));
        Assert.Equal([0, 1, 2], stream);

        Assert.Throws<InvalidOperationException>(() => stream.GetEnumerator());
        Assert.Throws<InvalidOperationException>(() => stream.GetAsyncEnumerator());
    }

    [Fact]
    public void A_stream_that_was_disposed_is_at_its_end()
    {
        var stream = Pool.Imap(x => x, Enumerable.Range(0, 1000));
        using var results = stream.GetEnumerator();
        Assert.True(results.MoveNext());

        stream.Dispose();
        stream.Dispose();

        Assert.False(results.MoveNext());
    }

    [Fact]
    public async Task Disposing_a_stream_ends_the_wait_of_its_reader()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = TimeSpan.Zero });
        var stream = pool.Imap(x => PassIfZero(gate, x), Enumerable.Range(0, 3));
        using var visit = await keeper.NextAsync();
        var reading = Task.Run(() => stream.ToList());

        await stream.DisposeAsync();

        Assert.Empty(await reading.Soon());
    }

    [Fact]
    public void A_stream_nobody_reads_costs_the_other_calls_nothing()
    {
        using var unread = Pool.Imap(x => x, Enumerable.Range(0, int.MaxValue));

        Assert.Equal(Enumerable.Range(0, 1000), Pool.Map(x => x, Enumerable.Range(0, 1000)));
    }

    [Fact]
    public async Task Reading_with_a_token_ends_with_the_token()
    {
        using var source = new CancellationTokenSource();
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = TimeSpan.Zero });
        await using var results = pool.Imap(x => PassIfZero(gate, x), Enumerable.Range(0, 3)).GetAsyncEnumerator(source.Token);
        var next = results.MoveNextAsync().AsTask();
        using var visit = await keeper.NextAsync();

        await source.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next.Soon());
        Assert.Equal(source.Token, error.CancellationToken);
    }

    private static MapOptions OneByOne => new() { ChunkSize = 1 };

    private static int PassIfZeroElseNote(Gate gate, Ledger ledger, int x)
    {
        if (x == 0)
            return PassIfZero(gate, x);
        Thread.Sleep(250);
        ledger.Note("ended");
        return x;
    }

    private static int PassIfZero(TestJobs.Gate gate, int x)
    {
        if (x == 0)
            gate.Pass(x);
        return x;
    }

    private static async IAsyncEnumerable<int> Trickle(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }
    }

    private static async Task<T> Later<T>(T value)
    {
        await Task.Yield();
        return value;
    }
}
