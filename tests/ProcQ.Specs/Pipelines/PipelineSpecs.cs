using System.Collections.Concurrent;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pipelines;

/// <summary>What no seed has: crashes, limits, endless generators, and what is refused.</summary>
public sealed class PipelineSpecs : Support.PipelineSpec
{
    [Fact]
    public void A_crash_costs_its_item_and_the_stage_goes_on()
    {
        List<StageFailure> failures = [];

        Assert.Equal(
            [0, 1, 3, 4],
            Pipeline
                .From(Enumerable.Range(0, 5), GoingOn(failures))
                .Stage(x => x == 2 ? ThreadpoolJobs.Exit(9) : x, Workers(2, ordered: true))
                .Run()
        );
        Assert.Equal(9, Assert.IsType<WorkerLostException>(Assert.Single(failures).Error).ExitCode);
        Assert.Equal(2, failures[0].Index);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_item_that_takes_too_long_is_killed(bool many)
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        List<StageFailure> failures = [];
        // On a busy machine a process that is new takes its time with the other item.
        var options = new StageOptions { Timeout = TimeSpan.FromSeconds(3) };
        var from = Pipeline.From([1, 2], GoingOn(failures));

        var results = many
            ? from.StageMany(x => x == 1 ? [gate.PassAs(x)] : new[] { x }, options).Run()
            : from.Stage(x => x == 1 ? gate.PassAs(x) : x, options).Run();

        Assert.Equal([2], results);
        Assert.IsType<TaskTimeoutException>(Assert.Single(failures).Error);
    }

    [Fact]
    public async Task Who_reads_no_further_ends_everything()
    {
        var disposed = false;
        var results = Pipeline.From(Endless(), Marked).Stage(PipelineJobs.Add1, Workers(2)).Stage(PipelineJobs.Multi2).Run();

        await foreach (var result in results)
        {
            if (result > 100)
                break;
        }

        Assert.True(disposed);
        Assert.Empty(OwnMark.Alive());

        IEnumerable<int> Endless()
        {
            try
            {
                for (var i = 0; ; i++)
                    yield return i;
            }
            finally
            {
                disposed = true;
            }
        }
    }

    [Fact]
    public void A_token_ends_everything()
    {
        using var stop = new CancellationTokenSource();
        var results = From(Enumerable.Range(0, int.MaxValue)).Stage(PipelineJobs.Same).Run(stop.Token).GetEnumerator();
        Assert.True(results.MoveNext());

        stop.Cancel();

        var thrown = Assert.Throws<OperationCanceledException>(() =>
        {
            while (results.MoveNext()) { }
        });
        Assert.Equal(stop.Token, thrown.CancellationToken);
        Assert.Empty(OwnMark.Alive());
        Assert.Throws<OperationCanceledException>(() => From([1]).Run(stop.Token));
    }

    [Fact]
    public void What_cannot_work_is_refused_at_once()
    {
        using var stream = new MemoryStream();

        Assert.Contains(
            "stream",
            Assert.Throws<NotTransferableException>(() => From([1]).Stage(_ => stream.Length).Run()).Message
        );
        Assert.Contains(
            "stream",
            Assert.Throws<NotTransferableException>(() => From([1]).StageMany(_ => new[] { stream.Length }).Run()).Message
        );
        Assert.Empty(OwnMark.Alive());
        Assert.Throws<ArgumentOutOfRangeException>(() => From([1]).Stage(PipelineJobs.Same, Workers(0)));
        Assert.Throws<ArgumentOutOfRangeException>(() => From([1]).Stage(PipelineJobs.Same, new StageOptions { Capacity = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => From([1]).Stage(PipelineJobs.Same, new StageOptions { Retries = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => From([1]).Partition(PipelineJobs.Same, x => x, workers: 0));
        Assert.Throws<InvalidOperationException>(() => From([1]).As(out _));
        Assert.Throws<ArgumentException>(() => Pipeline.Start<int>(_ => From([1])));
        Assert.Throws<ArgumentException>(() =>
            From([1])
                .StageMany(PipelineJobs.Twice, new StageOptions { Processes = new ProcessPoolOptions { MaxTasksPerWorker = 3 } })
        );
    }

    [Fact]
    public void Keys_that_are_equal_stay_in_order_while_others_run()
    {
        var items = Enumerable.Range(0, 300).Select(i => (Key: $"key {i % 7}", Number: i)).ToList();

        var results = Pipeline
            .From(items, Marked)
            .Partition(x => (x.Key, x.Number, Environment.ProcessId), x => x.Key, 3, new StageOptions { Ordered = false })
            .Run()
            .ToList();

        Assert.Equal(items, results.Select(r => (r.Key, r.Number)).OrderBy(r => r.Number));
        Assert.All(
            results.GroupBy(r => r.Key),
            key =>
            {
                Assert.Single(key.Select(r => r.ProcessId).Distinct());
                Assert.Equal(key.Select(r => r.Number).Order(), key.Select(r => r.Number));
            }
        );
    }

    [Fact]
    public async Task Equal_keys_keep_their_order_through_a_storm_of_resizes()
    {
        List<int> seen = [];
        await using var jobs = Pipeline.Start<int>(
            p =>
                p.Partition(PipelineJobs.AtRandomSpeed, x => x % 7, 2, new StageOptions { Ordered = false })
                    .RateLimit(
                        1e9,
                        x =>
                        {
                            seen.Add(x);
                            return 0;
                        }
                    ),
            Marked
        );
        var resizing = Task.Run(async () =>
        {
            foreach (var workers in new[] { 3, 1, 2 })
                Assert.True(await jobs.ResizeAsync(jobs.Stages[0], workers).Soon());
        });

        var put = 0;
        for (; put < 500 || !resizing.IsCompleted; put++)
            await jobs.PutAsync(put);
        await resizing;
        await jobs.JoinAsync().Soon();

        Assert.Equal(Enumerable.Range(0, put), seen.Order());
        Assert.All(seen.GroupBy(x => x % 7), key => Assert.Equal(key.Order(), key));
    }

    [Fact]
    public void Stages_of_threads_work_on_objects_of_this_process()
    {
        ConcurrentQueue<int> seen = [];
        var threads = new StageOptions
        {
            Kind = StageKind.Thread,
            Workers = 2,
            Ordered = true,
        };
        using var stream = new MemoryStream();

        var results = From([1, 2, 3])
            .Stage(PipelineJobs.Add1)
            .Stage(
                x =>
                {
                    seen.Enqueue(x);
                    return (x, Environment.ProcessId, Stream: stream);
                },
                threads
            )
            .StageMany(x => new[] { x, x }, threads)
            .Run()
            .ToList();

        Assert.Equal([2, 3, 4], seen.Order());
        Assert.Equal([2, 2, 3, 3, 4, 4], results.Select(r => r.x));
        Assert.All(results, r => Assert.Equal((Environment.ProcessId, stream), (r.ProcessId, r.Stream)));
    }

    [Fact]
    public async Task Input_that_is_awaited_and_functions_that_wait_are_as_good_as_others()
    {
        List<int> results = [];

        await foreach (var x in Pipeline.From(Soon(), Marked).Stage(async x => await Task.FromResult(x + 1)).Run())
            results.Add(x);

        Assert.Equal([1, 2, 3], results);

        static async IAsyncEnumerable<int> Soon()
        {
            for (var i = 0; i < 3; i++)
            {
                await Task.Yield();
                yield return i;
            }
        }
    }

    [Fact]
    public void What_hears_of_failures_may_end_the_pipeline_and_stops_it_by_throwing()
    {
        Pipeline<int>? jobs = null;
        using var told = new ManualResetEventSlim();
        jobs = Pipeline.Start<int>(
            p => p.Stage(PipelineJobs.FailEven),
            Marked with
            {
                OnFailure = FailurePolicy.Continue,
                Failed = _ =>
                {
                    Assert.Throws<InvalidOperationException>(() => jobs!.Join());
                    jobs!.Dispose();
                    told.Set();
                },
            }
        );
        jobs.Put(0);
        Assert.True(told.Wait(Patience.Limit));
        jobs.Dispose();

        var stopped = Pipeline.From(
            [0],
            Marked with
            {
                OnFailure = FailurePolicy.Continue,
                Failed = _ => throw new FormatException("told"),
            }
        );
        Assert.Equal("told", Assert.Throws<FormatException>(() => stopped.Stage(PipelineJobs.FailEven).Run().ToList()).Message);
    }
}
