using System.Runtime.CompilerServices;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pipelines;

/// <summary>Ends that find generators open, stages that are through, and lanes that have just come.</summary>
public sealed class PipelineEndSpecs : Support.PipelineSpec
{
    private static readonly StageOptions OneThread = new() { Kind = StageKind.Thread };

    [Fact]
    public async Task A_resize_whose_caller_gives_up_says_so_with_the_callers_token()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        await using var pipeline = Pipeline.Start<int>(p => p.Partition(x => gate.PassAs(x), x => x, 1), Marked);
        pipeline.Put(1);
        using var visit = await keeper.NextAsync();
        using var cancel = new CancellationTokenSource();

        // It waits until everything in the stage is done.
        var resizing = pipeline.ResizeAsync(pipeline.Stages[0], 2, cancel.Token);
        Assert.False(resizing.IsCompleted);
        await cancel.CancelAsync();

        var e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => resizing.Soon());
        Assert.Equal(cancel.Token, e.CancellationToken);
        visit.Let();
        await pipeline.JoinAsync().Soon();
    }

    [Fact]
    public async Task What_is_wrong_with_a_call_is_thrown_by_the_call()
    {
        await using var pipeline = Pipeline.Start<int>(p => p.Stage(PipelineJobs.Add1), Marked);

        Assert.Throws<ArgumentOutOfRangeException>(() =>
        {
            _ = pipeline.ResizeAsync(pipeline.Stages[0], 0);
        });
        await pipeline.JoinAsync().Soon();
        Assert.Throws<InvalidOperationException>(() =>
        {
            _ = pipeline.PutAsync(1);
        });
        await using var requests = new ThreadWorkerPool(1);
        Assert.Throws<ArgumentNullException>(() =>
        {
            _ = new RequestQueue(requests).PutAsync(null!);
        });
    }

    [Fact]
    public async Task A_generator_whose_end_throws_does_not_keep_the_pipeline()
    {
        var results = Pipeline.From([1], Marked).StageMany(_ => Throwing(), OneThread).Run();

        Assert.Equal(0, results.Next(Patience.Limit));
        await results.DisposeAsync().AsTask().Soon();

        static IEnumerable<int> Throwing()
        {
            try
            {
                for (var i = 0; ; i++)
                    yield return i;
            }
            finally
            {
                Fail();
            }
        }

        static void Fail() => throw new FormatException("The end of a generator.");
    }

    [Fact]
    public async Task A_stream_that_waits_is_told_to_stop_and_comes_to_its_end()
    {
        var ended = new TaskCompletionSource();
        var results = Pipeline.From([1], Marked).StageMany(_ => Waiting(), OneThread).Run();

        Assert.Equal(0, results.Next(Patience.Limit));
        await results.DisposeAsync().AsTask().Soon();
        await ended.Task.Soon();

        async IAsyncEnumerable<int> Waiting([EnumeratorCancellation] CancellationToken ct = default)
        {
            try
            {
                yield return 0;
                await Task.Delay(Timeout.Infinite, ct);
            }
            finally
            {
                ended.SetResult();
            }
        }
    }

    [Fact]
    public async Task A_listener_of_the_token_that_throws_does_not_keep_the_pipeline()
    {
        var results = Pipeline.From(Listening(), Marked).Stage(x => x, OneThread).Run();

        Assert.Equal(0, results.Next(Patience.Limit));
        await results.DisposeAsync().AsTask().Soon();

        static async IAsyncEnumerable<int> Listening([EnumeratorCancellation] CancellationToken ct = default)
        {
            ct.Register(() => throw new FormatException("A listener."));
            yield return 0;
            await Task.Delay(Timeout.Infinite, ct);
        }
    }

    [Fact]
    public async Task A_stage_that_is_through_takes_no_more_workers()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        await using var jobs = Pipeline.Start<int>(
            p => p.Partition(x => x, x => x, workers: 1).Stage(x => gate.PassAs(x), OneThread),
            Marked
        );
        jobs.Put(1);
        jobs.Complete();
        using var visit = await keeper.NextAsync();
        // The first stage has handed on all there is; it closes while the second one works.
        await Patience.Until(
            () => !jobs.ResizeAsync(jobs.Stages[0], jobs.GetStats().Stages[0].Workers + 1).GetAwaiter().GetResult(),
            "the first stage is through"
        );

        visit.Let();
        Assert.True(jobs.Join(Patience.Limit));
        await jobs.DisposeAsync().AsTask().Soon();
        Assert.Empty(OwnMark.Alive());
    }

    [Fact]
    public async Task Lanes_that_come_at_the_very_beginning_begin_once()
    {
        for (var round = 0; round < 20; round++)
        {
            await using var jobs = Pipeline.Start<int>(
                p => p.Partition(x => x, x => x, workers: 1, new StageOptions { Kind = StageKind.Thread }),
                Marked
            );
            Assert.True(await jobs.ResizeAsync(jobs.Stages[0], 4).Soon());
            for (var i = 0; i < 40; i++)
                await jobs.PutAsync(i).Soon();
            jobs.Complete();

            Assert.True(jobs.Join(Patience.Limit));
            Assert.Equal(40, jobs.GetStats().Stages[0].Out);
        }
    }
}
