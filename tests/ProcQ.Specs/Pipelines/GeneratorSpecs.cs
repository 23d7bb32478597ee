using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pipelines;

/// <summary>Stages of many results: made as they are taken, kept when what follows fails.</summary>
public sealed class GeneratorSpecs : Support.PipelineSpec
{
    [Fact]
    public void A_generator_without_end_is_made_as_it_is_taken()
    {
        using var results = From([0]).StageMany(_ => Enumerable.Range(0, int.MaxValue)).Run();

        Assert.Equal(Enumerable.Range(0, 20_000), results.Take(20_000));
        Assert.Empty(OwnMark.Alive());
    }

    [Fact]
    public async Task A_generator_is_no_further_ahead_than_there_is_room()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        await using var results = From([0])
            .StageMany(_ => Announced(gate))
            .Stage(gate.PassAs, new StageOptions { Capacity = 4 })
            .Run();
        using var first = await keeper.NextAsync();

        var ahead = await Patience.Settled(() => keeper.Announced);

        // One runs, four wait, and some are on their way.
        Assert.InRange(ahead, 5, 5 + 2 * 256);
    }

    [Fact]
    public async Task A_stream_keeps_nothing_back_while_it_waits()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        await using var results = From([0]).StageMany(_ => TenThenGate(gate)).Run();

        for (var i = 0; i < 10; i++)
            Assert.Equal(i, results.Next(Patience.Limit));
        using var visit = await keeper.NextAsync();
        visit.Let();
        Assert.Equal(10, results.Next(Patience.Limit));
    }

    [Fact]
    public void A_generator_that_crashes_keeps_what_came_before()
    {
        List<StageFailure> failures = [];

        Assert.Equal([7, 8], Pipeline.From([7, 8], GoingOn(failures)).StageMany(OneThenExit).Run());
        Assert.Equal([0L, 1L], failures.Select(f => f.Index));
        Assert.All(failures, f => Assert.IsType<WorkerLostException>(f.Error));
    }

    [Fact]
    public void A_generator_of_threads_is_disposed_when_nobody_wants_more()
    {
        var disposed = 0;
        using (var results = Pipeline.From([0]).StageMany(_ => Endless(), new StageOptions { Kind = StageKind.Thread }).Run())
            Assert.Equal([0, 1, 2], results.Take(3));

        Assert.Equal(1, disposed);

        IEnumerable<int> Endless()
        {
            try
            {
                for (var i = 0; ; i++)
                    yield return i;
            }
            finally
            {
                disposed++;
            }
        }
    }

    [Fact]
    public void A_generator_that_throws_in_the_middle_of_fast_results_keeps_them_all()
    {
        List<StageFailure> failures = [];

        Assert.Equal(Enumerable.Range(0, 50), Pipeline.From([0], GoingOn(failures)).StageMany(FiftyThenThrow).Run());
        Assert.Equal("fifty", Assert.IsType<FormatException>(Assert.Single(failures).Error).Message);
    }

    [Fact]
    public void A_time_limit_counts_what_the_generator_takes_and_not_the_start_of_its_worker()
    {
        var late = Marked.Processes with { Initializer = () => Thread.Sleep(1500) };

        var results = From([0])
            .StageMany(TwoWithWorkBetween, new StageOptions { Timeout = TimeSpan.FromSeconds(1), Processes = late })
            .Run();

        Assert.Equal([0, 1], results);
    }

    [Fact]
    public async Task A_generator_keeps_its_worker_while_nobody_asks_for_more()
    {
        var fleeting = Marked.Processes with { MinWorkers = 0, IdleTimeout = TimeSpan.FromMilliseconds(100) };
        await using var results = From([0])
            .StageMany(_ => Enumerable.Range(0, int.MaxValue), new StageOptions { Processes = fleeting })
            .Run();
        Assert.Equal(0, results.Next(Patience.Limit));

        var workers = OwnMark.Alive();

        // Half a second without a change is longer than it may be idle.
        Assert.Equal(workers.Count, await Patience.Settled(() => OwnMark.Alive().Count));
        Assert.Equal(workers.Order(), OwnMark.Alive().Order());

        for (var i = 1; i < 10_000; i++)
            Assert.Equal(i, results.Next(Patience.Limit));
    }

    [Fact]
    public void A_limit_of_memory_that_would_replace_its_worker_is_refused()
    {
        var limited = Marked.Processes with { MaxWorkerMemoryBytes = 1L << 30 };

        var error = Assert.Throws<ArgumentException>(() =>
            From([0]).StageMany(_ => Enumerable.Range(0, 3), new StageOptions { Processes = limited }).Run()
        );

        Assert.Contains(nameof(ProcessPoolOptions.MaxWorkerMemoryBytes), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sequences_that_can_be_read_once_arrive_whole()
    {
        var results = From([0]).StageMany(_ => Enumerable.Range(0, 20).Select(Drained)).Run();

        Assert.All(results.Index(), result => Assert.Equal([result.Index, 1, 2], result.Item));
    }

    [Fact]
    public void In_threads_nobody_is_replaced_and_nothing_is_refused()
    {
        var limited = Marked with
        {
            Processes = Marked.Processes with { MaxWorkerMemoryBytes = 1L << 30, MaxTasksPerWorker = 3 },
        };

        var results = Pipeline
            .From([0], limited)
            .StageMany(_ => Enumerable.Range(0, 3), new StageOptions { Kind = StageKind.Thread })
            .Run();

        Assert.Equal([0, 1, 2], results);
    }

    [Fact]
    public void A_stage_without_a_time_limit_has_none_though_its_pool_has_one()
    {
        var hasty = Marked.Processes with { TaskTimeout = TimeSpan.FromMilliseconds(200) };

        var results = From([0])
            .StageMany(TwoFarApart, new StageOptions { Timeout = System.Threading.Timeout.InfiniteTimeSpan, Processes = hasty })
            .Run();

        Assert.Equal([0, 1], results);
    }

    [Fact]
    public void Fast_results_are_gathered_only_as_far_as_a_message_holds_them()
    {
        var small = Marked.Processes with { MaxFrameBytes = 64 * 1024 };

        var lengths = From([0]).StageMany(Texts, new StageOptions { Processes = small }).Run().Select(text => text.Length);

        Assert.Equal([.. Enumerable.Repeat(1, 300), .. Enumerable.Repeat(1000, 300), .. Enumerable.Repeat(30_000, 10)], lengths);
    }

    [Fact]
    public async Task A_sequence_in_a_thread_that_was_given_up_is_disposed_when_it_comes_back()
    {
        using var inside = new ManualResetEventSlim();
        using var release = new ManualResetEventSlim();
        using var disposed = new ManualResetEventSlim();
        var results = Pipeline.From([0]).StageMany(_ => Stuck(), new StageOptions { Kind = StageKind.Thread }).Run();
        Assert.Equal(0, results.Next(Patience.Limit));
        Assert.True(inside.Wait(Patience.Limit));

        await results.DisposeAsync().AsTask().Soon();
        Assert.False(disposed.IsSet);
        release.Set();

        Assert.True(disposed.Wait(Patience.Limit));

        IEnumerable<int> Stuck()
        {
            try
            {
                yield return 0;
                inside.Set();
                release.Wait();
                yield return 1;
            }
            finally
            {
                disposed.Set();
            }
        }
    }

    [Fact]
    public void What_its_end_throws_comes_after_all_its_results()
    {
        List<StageFailure> failures = [];

        Assert.Equal([1, 2, 3, 4, 5], Pipeline.From([0], GoingOn(failures)).StageMany(_ => new FiveThenThrow()).Run());

        Assert.Equal("the end", Assert.IsType<FormatException>(Assert.Single(failures).Error).Message);
    }

    private static IEnumerable<int> TwoWithWorkBetween(int first)
    {
        yield return first;
        Pause.For(20_000);
        yield return first + 1;
    }

    private static IEnumerable<int> Drained(int first)
    {
        var queue = new Queue<int>([first, 1, 2]);
        return Drain();

        IEnumerable<int> Drain()
        {
            while (queue.TryDequeue(out var next))
                yield return next;
        }
    }

    private static IEnumerable<int> TwoFarApart(int first)
    {
        yield return first;
        Pause.For(600_000);
        yield return first + 1;
    }

    private static IEnumerable<string> Texts(int _)
    {
        for (var i = 0; i < 610; i++)
            yield return new string(
                'x',
                i < 300 ? 1
                    : i < 600 ? 1000
                    : 30_000
            );
    }

    /// <summary>A sequence whose enumerator cannot be disposed.</summary>
    private sealed class FiveThenThrow : IEnumerable<int>, IEnumerator<int>
    {
        public int Current { get; private set; }

        object System.Collections.IEnumerator.Current => Current;

        public IEnumerator<int> GetEnumerator() => this;

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => this;

        public bool MoveNext() => ++Current <= 5;

        public void Reset() => Current = 0;

        public void Dispose() => throw new FormatException("the end");
    }

    private static IEnumerable<int> FiftyThenThrow(int first)
    {
        for (var i = first; i < 50; i++)
            yield return i;
        throw new FormatException("fifty");
    }

    private static IEnumerable<int> Announced(Gate gate)
    {
        for (var i = 0; ; i++)
        {
            gate.Announce(i);
            yield return i;
        }
    }

    private static async IAsyncEnumerable<int> TenThenGate(Gate gate)
    {
        for (var i = 0; i < 10; i++)
            yield return i;
        await Task.Run(() => gate.Pass());
        yield return 10;
    }

    private static IEnumerable<int> OneThenExit(int x)
    {
        yield return x;
        Pause.For(20_000);
        Environment.Exit(3);
    }
}
