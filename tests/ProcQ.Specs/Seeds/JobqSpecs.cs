using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Seeds;

/// <summary>What jobq's own suite promises, and what pipelines do; the identifiers are those of the catalogue of the seeds.</summary>
public sealed class JobqSpecs : PipelineSpec
{
    [Fact]
    public async Task JQ_01_A_probe_tells_what_one_worker_is_doing()
    {
        using var keeper = new GateKeeper();
        var probe = new PipelineProbe();
        var results = Pipeline
            .From(Enumerable.Range(0, 3), Marked with { Probe = probe })
            .Stage(keeper.Gate.PassAs, new StageOptions { Name = "gate" })
            .Stage(PipelineJobs.Same)
            .Run();

        for (var i = 0; i < 3; i++)
        {
            using var visit = await keeper.NextAsync();
            Assert.Equal(1, probe.GetStats().Stages[0].Doing);
            visit.Let();
        }

        Assert.Equal([0, 1, 2], results);
        var stats = probe.GetStats();
        Assert.Equal(2, stats.Stages.Count);
        Assert.Equal(
            ("gate", 0L, 0, 1024),
            (stats.Stages[0].Stage.Name, stats.Doing, stats.Stages[0].QueueSize, stats.Stages[0].QueueCapacity)
        );
        Assert.EndsWith("PipelineJobs.Same", stats.Stages[1].Stage.Name, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JQ_02_JQ_03_A_probe_tells_what_three_workers_are_doing(bool ordered)
    {
        using var keeper = new GateKeeper();
        var probe = new PipelineProbe();
        var results = Pipeline
            .From(Enumerable.Range(0, 10), Marked with { Probe = probe })
            .Stage(keeper.Gate.PassAs, Workers(3, ordered))
            .Run();

        List<Visit> visits = [];
        for (var i = 0; i < 3; i++)
            visits.Add(await keeper.NextAsync());
        Assert.Equal(3, probe.GetStats().Doing);
        foreach (var visit in visits)
            visit.Let();
        keeper.Open();
        var all = results.ToList();

        Assert.Equal(Enumerable.Range(0, 10), ordered ? all : all.Order());
        visits.ForEach(v => v.Dispose());
        Assert.Equal((10L, 10L, 0L), (probe.GetStats().In, probe.GetStats().Out, probe.GetStats().Doing));
    }

    [Fact]
    public async Task JQ_04_Items_of_a_key_stay_with_their_worker_and_in_order_and_the_stage_can_be_resized()
    {
        List<(int Item, int ProcessId)> seen = [];
        await using var jobs = Pipeline.Start<int>(
            p => p.Partition(PipelineJobs.Where, x => x % 3, workers: 3).RateLimit(1e9, x => Note(seen, x)),
            Marked
        );

        for (var i = 0; i < 300; i++)
            jobs.Put(i);
        // jobq refuses this; here it waits until no key can overtake itself.
        Assert.True(await jobs.ResizeAsync(jobs.Stages[0], 5).Soon());
        Assert.Equal(5, jobs.GetStats().Stages[0].Workers);
        for (var i = 300; i < 600; i++)
            jobs.Put(i);
        jobs.Join();

        Assert.Equal(Enumerable.Range(0, 600), seen.Select(s => s.Item));
        foreach (var half in new[] { seen[..300], seen[300..] })
        {
            Assert.Equal(3, half.Select(s => s.ProcessId).Distinct().Count());
            Assert.All(half.GroupBy(s => s.ProcessId), g => Assert.Single(g.Select(s => s.Item % 3).Distinct()));
        }
    }

    [Fact]
    public void JQ_05_A_partitioned_stage_keeps_the_whole_order()
    {
        var seen = From(Enumerable.Range(0, 1000)).Partition(PipelineJobs.Where, x => x % 3, workers: 3).Run().ToList();

        Assert.Equal(Enumerable.Range(0, 1000), seen.Select(s => s.Item));
        Assert.Equal(3, seen.Select(s => s.ProcessId).Distinct().Count());
        Assert.All(seen.GroupBy(s => s.ProcessId), g => Assert.Single(g.Select(s => s.Item % 3).Distinct()));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task JQ_06_JQ_07_A_pipeline_whose_time_is_up_ends_and_kills_what_runs(int passing)
    {
        using var keeper = new GateKeeper();
        var clock = new ManualClock();
        var results = Pipeline
            .From(Enumerable.Range(0, 10), Marked with { Timeout = TimeSpan.FromSeconds(1), TimeProvider = clock })
            .Stage(keeper.Gate.PassAs)
            .Run()
            .GetEnumerator();
        for (var i = 0; i < passing; i++)
        {
            using var visit = await keeper.NextAsync();
            visit.Let();
            Assert.True(results.MoveNext());
            Assert.Equal(i, results.Current);
        }

        using var last = await keeper.NextAsync();
        Assert.Equal(passing, last.Who);
        clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Throws<TimeoutException>(() => results.MoveNext());
        Assert.False(results.MoveNext());
        Assert.Empty(OwnMark.Alive());
        Assert.False(keeper.SomebodyWaits);
    }

    [Fact]
    public void JQ_08_JQ_09_A_join_waits_for_everything_and_no_longer_than_it_was_told()
    {
        using var keeper = new GateKeeper();
        List<int> results = [];
        using var jobs = Pipeline.Start<int>(p => p.Stage(keeper.Gate.PassAs).RateLimit(1e9, x => Note(results, x)), Marked);
        for (var i = 0; i < 3; i++)
            jobs.Put(i);

        Assert.False(jobs.Join(TimeSpan.FromMilliseconds(100)));
        Assert.False(jobs.Join(TimeSpan.Zero));
        keeper.Open();
        Assert.True(jobs.Join(Patience.Limit));

        Assert.Equal([0, 1, 2], results);
        jobs.Join();
        Assert.Empty(OwnMark.Alive());
    }

    [Fact]
    public async Task JQ_10_The_counts_of_a_stage_are_its_own()
    {
        await using var jobs = Pipeline.Start<int>(p => p.Stage(PipelineJobs.Same), Marked);

        for (var i = 1; i <= 3; i++)
        {
            jobs.Put(i);
            await Patience.Until(() => jobs.GetStats().Out == i, $"{i} are out");
            Assert.Equal((i, 0L), (jobs.GetStats().In, jobs.GetStats().Doing));
        }

        Assert.Single(jobs.GetStats().Stages);
    }

    [Fact]
    public async Task JQ_11_JQ_13_Whatever_the_function_is_its_stage_has_a_name_and_a_handle()
    {
        var prefix = "a";
        Func<string, string> concat = prefix.Concat1;
        await using var jobs = Pipeline.Start<string>(
            p => p.Stage(string.Intern).Stage(x => x + prefix).Stage(concat).As(out _).RateLimit(1e6),
            Marked
        );

        jobs.Put("b");
        Assert.All(jobs.GetStats().Stages, s => Assert.NotEmpty(s.Stage.Name));
        Assert.Equal([0, 1, 2, 3], jobs.Stages.Select(s => s.Index));
        Assert.True(await jobs.ResizeAsync(jobs.Stages[2], 2).Soon());
        Assert.Equal(2, jobs.GetStats().Stages[2].Workers);
        await jobs.JoinAsync().Soon();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task JQ_12_JQ_14_A_storm_of_resizes_loses_nothing_and_keeps_the_order(bool ordered)
    {
        const int Items = 2000;
        List<int> results = [];
        await using var jobs = Pipeline.Start<int>(
            p => p.Stage(PipelineJobs.Same, Workers(1, ordered)).RateLimit(1e9, x => Note(results, x)),
            Marked
        );
        foreach (var bad in new[] { 0, -1 })
            await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => jobs.ResizeAsync(jobs.Stages[0], bad));
        var resizing = Task.Run(async () =>
        {
            for (var i = 0; i < 12; i++)
                Assert.True(await jobs.ResizeAsync(jobs.Stages[0], (i % 3) + 1).Soon());
        });

        for (var i = 0; i < Items || !resizing.IsCompleted; i++)
            await jobs.PutAsync(i);
        await resizing;
        await jobs.JoinAsync().Soon();

        Assert.True(results.Count >= Items);
        Assert.Equal(Enumerable.Range(0, results.Count), ordered ? results : results.Order());
    }

    private static double Note<T>(List<T> list, T item)
    {
        list.Add(item);
        return 0;
    }
}
