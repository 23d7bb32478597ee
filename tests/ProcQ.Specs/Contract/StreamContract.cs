using ProcQ.Specs.Pool;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Contract;

/// <summary>Results one by one.</summary>
public abstract class StreamContract<TKind>(KindFixture<TKind> shared) : PoolContract<TKind>(shared)
    where TKind : PoolKind, new()
{
    [Fact]
    public void Imap_gives_results_in_input_order() =>
        Assert.Equal(Enumerable.Range(1, 5000), Pool.Imap(x => x + 1, Enumerable.Range(0, 5000)));

    [Fact]
    public void ImapUnordered_does_not_wait_for_a_slow_item()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        using var results = Pool.ImapUnordered(x => PassIfZero(gate, x), Enumerable.Range(0, 5), OneByOne).GetEnumerator();

        var first = new List<int>();
        for (var i = 0; i < 4 && results.MoveNext(); i++)
            first.Add(results.Current);

        Assert.Equal([1, 2, 3, 4], first.Order());
        keeper.Open();
        Assert.True(results.MoveNext());
        Assert.Equal(0, results.Current);
        Assert.False(results.MoveNext());
    }

    [Fact]
    public void Next_that_times_out_leaves_the_stream_usable()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        using var stream = Pool.Imap(x => PassIfZero(gate, x), Enumerable.Range(0, 3), OneByOne);

        Assert.Throws<TimeoutException>(() => stream.Next(TimeSpan.FromMilliseconds(30)));
        keeper.Open();

        Assert.Equal([0, 1, 2], stream);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task No_more_than_the_window_is_read_ahead_of_the_reader(bool ordered)
    {
        var input = new ProducedItems();
        var options = new MapOptions { Window = 5 };
        await using var results = ordered
            ? Pool.Imap(x => x, input.Items(), options)
            : Pool.ImapUnordered(x => x, input.Items(), options);

        for (var taken = 0; taken < 100; taken++)
        {
            Assert.InRange(input.Produced, 0, taken + 5);
            results.Next(Patience.Limit);
        }
    }

    [Fact]
    public async Task A_stream_that_is_left_early_ends_its_input_and_frees_its_workers()
    {
        var input = new ProducedItems();

        await foreach (var result in Pool.Imap(x => x, input.Stream()))
        {
            if (result == 10)
                break;
        }

        await Patience.Until(() => input.WasDisposed, "the input was disposed");
        Assert.Equal(7, await Pool.ApplyAsync(() => 7).Soon());
        await Patience.Until(() => Pool.GetStats().OpenCalls == 0, "the call has ended");
    }

    [Fact]
    public void A_failed_item_throws_when_it_is_reached_and_the_next_follows()
    {
        using var results = Pool.Imap(FailAt1, Enumerable.Range(0, 3), OneByOne).GetEnumerator();

        Assert.True(results.MoveNext());
        Assert.Throws<FormatException>(() => results.MoveNext());
        Assert.True(results.MoveNext());
        Assert.Equal(2, results.Current);
        Assert.False(results.MoveNext());
    }

    [Fact]
    public void ImapOutcomes_tells_of_each_item_as_it_ends()
    {
        var outcomes = Pool.ImapOutcomes(FailAt1, Enumerable.Range(0, 4)).OrderBy(o => o.Index).ToList();

        Assert.Equal([0L, 1, 2, 3], outcomes.Select(o => o.Index));
        Assert.Equal(OutcomeStatus.Failed, outcomes[1].Status);
    }

    [Fact]
    public async Task Progress_ends_with_all_done()
    {
        var told = new List<PoolProgress>();
        var progress = new Told(told);

        await Pool.MapAsync(x => x, Enumerable.Range(0, 1000), new MapOptions { Progress = progress }).Soon();

        Assert.Equal((1000L, 0L, (long?)1000), (told[^1].Done, told[^1].Queued, told[^1].Total));
    }

    private static int PassIfZero(Gate gate, int x)
    {
        if (x == 0)
            gate.Pass();
        return x;
    }

    private static int FailAt1(int x) => x == 1 ? throw new FormatException("no 1") : x;

    private sealed class Told(List<PoolProgress> told) : IProgress<PoolProgress>
    {
        public void Report(PoolProgress value) => told.Add(value);
    }
}

/// <summary>Of processes.</summary>
public sealed class ProcessStreamSpecs(KindFixture<ProcessKind> shared) : StreamContract<ProcessKind>(shared);

/// <summary>Of threads.</summary>
public sealed class ThreadStreamSpecs(KindFixture<ThreadKind> shared) : StreamContract<ThreadKind>(shared);

/// <summary>Of threads that get copies.</summary>
public sealed class CopyingThreadStreamSpecs(KindFixture<CopyingThreadKind> shared) : StreamContract<CopyingThreadKind>(shared);
