using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Seeds;

/// <summary>Time, ends, sizes and rates: the last third of the catalogue of jobq.</summary>
public sealed class JobqLifeSpecs : PipelineSpec
{
    [Fact]
    public void JQ_19_JQ_X14_Limits_of_time_have_no_edges()
    {
        foreach (var limit in new[] { TimeSpan.MaxValue, Timeout.InfiniteTimeSpan, TimeSpan.FromDays(400) })
            Assert.Equal([1], Pipeline.From([1], Marked with { Timeout = limit }).Run());
        Assert.Throws<TimeoutException>(() =>
            Pipeline.From([1], Marked with { Timeout = TimeSpan.Zero }).Stage(PipelineJobs.Same).Run().ToList()
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => Pipeline.From([1], Marked with { Timeout = TimeSpan.FromSeconds(-2) }));
    }

    [Fact]
    public async Task JQ_20_A_rate_lets_through_so_many_a_second()
    {
        var clock = new ManualClock();
        var options = new PipelineOptions { TimeProvider = clock };
        var results = Pipeline.From(Enumerable.Range(0, 300), options).RateLimit(100).Run();
        var reading = Task.Run(() => results.ToList());
        var passed = TimeSpan.Zero;

        while (!reading.IsCompleted)
        {
            if (clock.NextDue is { } due && due > TimeSpan.Zero)
            {
                clock.Advance(due);
                passed += due;
            }
            else
            {
                await Task.Yield();
            }
        }

        Assert.Equal(Enumerable.Range(0, 300), await reading);
        Assert.Equal(TimeSpan.FromSeconds(3), passed);
    }

    [Fact]
    public async Task JQ_X24_JQ_X25_Items_may_cost_more_and_a_rate_of_zero_holds_everything()
    {
        var rate = 0.0;
        var start = Environment.TickCount64;
        await using var results = Pipeline.From(Enumerable.Range(0, 4)).RateLimit(() => Volatile.Read(ref rate), _ => 10).Run();

        Assert.Throws<TimeoutException>(() => results.Next(TimeSpan.FromMilliseconds(200)));
        Volatile.Write(ref rate, 100);
        Assert.Equal(Enumerable.Range(0, 4), Enumerable.Range(0, 4).Select(_ => results.Next(Patience.Limit)));

        Assert.InRange(Environment.TickCount64 - start, 590, 30_000);
        foreach (var bad in new[] { 0, -1, double.NaN })
            Assert.Throws<ArgumentOutOfRangeException>(() => Pipeline.From([1]).RateLimit(bad));
        var thrown = Assert.Throws<StageException>(() => Pipeline.From([1]).RateLimit(() => -1).Run().ToList());
        Assert.IsType<ArgumentOutOfRangeException>(thrown.InnerException);
    }

    [Fact]
    public async Task JQ_X15_Time_spent_on_feeding_counts()
    {
        var clock = new ManualClock();
        using var fed = new ManualResetEventSlim();
        var results = Pipeline
            .From(Slow(), Marked with { Timeout = TimeSpan.FromSeconds(5), TimeProvider = clock })
            .Stage(PipelineJobs.Same)
            .Run();
        var reading = Task.Run(() => results.ToList());
        Assert.True(fed.Wait(Patience.Limit));

        clock.Advance(TimeSpan.FromSeconds(5));

        // The input hangs on; nobody waits for it.
        await Assert.ThrowsAsync<TimeoutException>(() => reading.Soon());
        fed.Reset();

        IEnumerable<int> Slow()
        {
            yield return 0;
            fed.Set();
            SpinWait.SpinUntil(() => !fed.IsSet, Patience.Limit);
        }
    }

    [Fact]
    public async Task JQ_X16_JQ_X23_A_full_pipeline_makes_its_feeder_wait_and_a_join_keeps_its_time()
    {
        using var keeper = new GateKeeper();
        await using var jobs = Pipeline.Start<int>(p => p.Stage(keeper.Gate.PassAs, new StageOptions { Capacity = 2 }), Marked);
        using var stop = new CancellationTokenSource();

        for (var i = 0; i < 3; i++)
            jobs.Put(i);
        using var first = await keeper.NextAsync();
        Assert.False(jobs.TryPut(3));
        var waits = jobs.PutAsync(3, stop.Token);
        Assert.False(waits.IsCompleted);
        Assert.Equal(
            (2, 2, 1L),
            (jobs.GetStats().Stages[0].QueueSize, jobs.GetStats().Stages[0].QueueCapacity, jobs.GetStats().Doing)
        );
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits.Soon());
        var start = Environment.TickCount64;
        Assert.False(jobs.Join(TimeSpan.FromMilliseconds(50)));
        Assert.InRange(Environment.TickCount64 - start, 40, 20_000);

        first.Let();
        keeper.Open();
        Assert.True(jobs.Join(Patience.Limit));
        Assert.Equal(3, jobs.GetStats().Out);
    }

    [Fact]
    public void JQ_X17_What_the_input_throws_comes_after_the_results_before_it()
    {
        var results = Pipeline.From(Two(), Marked).Stage(PipelineJobs.Same).Run().GetEnumerator();

        Assert.True(results.MoveNext());
        Assert.True(results.MoveNext());
        Assert.Equal("input", Assert.Throws<FormatException>(() => results.MoveNext()).Message);
        Assert.Empty(OwnMark.Alive());

        static IEnumerable<int> Two()
        {
            yield return 1;
            yield return 2;
            throw new FormatException("input");
        }
    }

    [Fact]
    public async Task JQ_X18_JQ_X20_JQ_X21_JQ_X22_JQ_X28_After_the_end_everything_has_an_answer()
    {
        PipelineStage? second = null;
        var jobs = Pipeline.Start<int>(p => p.Stage(PipelineJobs.Add1).Stage(PipelineJobs.Add1).As(out second), Marked);
        Assert.True(await jobs.ResizeAsync(second!, 2).Soon());
        Assert.Equal([1, 2], jobs.GetStats().Stages.Select(s => s.Workers));
        await Assert.ThrowsAsync<ArgumentException>(() => jobs.ResizeAsync(StageOfAnother(), 2));

        jobs.Complete();
        jobs.Complete();
        Assert.Throws<InvalidOperationException>(() => jobs.Put(1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => jobs.PutAsync(1));
        await jobs.JoinAsync().Soon();
        Assert.False(await jobs.ResizeAsync(second!, 3));
        Assert.Equal((0L, 2), (jobs.GetStats().In, jobs.GetStats().Stages.Count));

        await jobs.DisposeAsync();
        jobs.Dispose();
        Assert.Throws<ObjectDisposedException>(() => jobs.Put(1));
        Assert.Equal(0, jobs.GetStats().Doing);
        Assert.Empty(new PipelineProbe().GetStats().Stages);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JQ_X19_Idle_workers_that_are_too_many_go_at_once(bool many)
    {
        await using var jobs = Pipeline.Start<int>(
            p => many ? p.StageMany(PipelineJobs.Twice, Workers(4)) : p.Stage(PipelineJobs.Same, Workers(4)),
            Marked
        );
        await Patience.Until(() => OwnMark.Alive().Count == 4, "four workers are there");

        Assert.True(await jobs.ResizeAsync(jobs.Stages[0], 1).Soon());

        await Patience.Until(() => OwnMark.Alive().Count == 1, "three are gone");
        jobs.Put(1);
        await jobs.JoinAsync().Soon();
        Assert.Equal(many ? 2 : 1, jobs.GetStats().Out);
    }

    private static PipelineStage StageOfAnother()
    {
        Pipeline.From([1]).RateLimit(1).As(out var stage);
        return stage;
    }
}
