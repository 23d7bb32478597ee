using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Everything that can happen to a call happens to many of them at once, and each still ends as it must.</summary>
public sealed class MixtureSpecs : PoolSpec
{
    private const int Rounds = 24;

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Calls_of_all_fates_side_by_side_end_as_they_must(int workers)
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = workers,
                CancelGrace = TimeSpan.FromMilliseconds(20),
                TaskTimeout = TimeSpan.FromSeconds(20),
            }
        );
        Func<ProcessPool, int, Task>[] fates = [Succeed, Fail, Die, BreakOff, Cancel, BeLate, Refuse, TryAgain];

        var callers = fates.Select(fate => Task.Run(() => Repeat(round => fate(pool, round))));
        await Task.WhenAll(callers).WaitAsync(Patience.SpecLimit);

        Assert.Equal(Enumerable.Range(0, 100), await pool.MapAsync(x => x, Enumerable.Range(0, 100)).Soon());
        await Patience.Until(() => pool.GetStats() is { OpenCalls: 0, QueuedItems: 0, AssignedItems: 0 }, "nothing is left");
    }

    [Fact]
    public async Task J12_CancelVsTimeout_and_a_result_that_meet_give_one_of_the_three()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, CancelGrace = TimeSpan.Zero });
        for (var i = 0; i < 10; i++)
        {
            using var source = new CancellationTokenSource();
            var call = pool.ApplyAsync(
                () =>
                {
                    Thread.Sleep(20);
                    return 1;
                },
                new TaskOptions { Timeout = TimeSpan.FromMilliseconds(20) },
                source.Token
            );
            source.CancelAfter(20 + (i % 3));
            var end = await Record.ExceptionAsync(() => call.Soon());
            Assert.True(end is null or TaskTimeoutException or OperationCanceledException, $"{end}");
        }

        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    private static async Task Repeat(Func<int, Task> what)
    {
        for (var round = 0; round < Rounds; round++)
            await what(round);
    }

    private static async Task Succeed(ProcessPool pool, int round)
    {
        var results = await pool.MapAsync(x => x + round, Enumerable.Range(0, 300), new MapOptions { Retries = 50 });
        Assert.Equal(Enumerable.Range(round, 300), results);
    }

    private static async Task Fail(ProcessPool pool, int round)
    {
        var outcomes = await pool.MapOutcomesAsync(
            x => 100 / (x - round),
            Enumerable.Range(0, 100),
            new MapOptions { Retries = 50 }
        );
        Assert.Equal(round, Assert.Single(outcomes, o => o.Error is not null).Index);
        Assert.IsType<DivideByZeroException>(outcomes[round].Error);
    }

    private static async Task Die(ProcessPool pool, int round)
    {
        if (round % 4 != 0)
            return;
        var outcomes = await pool.MapOutcomesAsync(
            x => Crimes.Commit(x == 2 ? Crime.Kill9 : Crime.None),
            Enumerable.Range(0, 5),
            new MapOptions { AtMostOnce = true }
        );
        Assert.Equal(OutcomeStatus.WorkerLost, outcomes[2].Status);
        Assert.All(
            outcomes.Where(o => o.Index != 2),
            o => Assert.Contains(o.Status, (OutcomeStatus[])[OutcomeStatus.Succeeded, OutcomeStatus.WorkerLost])
        );
    }

    private static async Task BreakOff(ProcessPool pool, int round)
    {
        var input = new ProducedItems();
        var seen = 0L;
        await foreach (var x in pool.Imap(x => x, input.Items(), new MapOptions { Retries = 50 }))
        {
            Assert.Equal(seen++, x);
            if (seen == round + 1)
                break;
        }
    }

    private static async Task Cancel(ProcessPool pool, int round)
    {
        using var source = new CancellationTokenSource();
        source.CancelAfter(round);
        var end = await Record.ExceptionAsync(() =>
            pool.MapAsync(x => x, new ProducedItems().Items(), new MapOptions { Retries = 50 }, source.Token)
        );
        Assert.Equal(source.Token, Assert.IsAssignableFrom<OperationCanceledException>(end).CancellationToken);
    }

    private static async Task BeLate(ProcessPool pool, int round)
    {
        if (round % 6 != 0)
            return;
        var late = await Record.ExceptionAsync(() =>
            pool.ApplyAsync(Crimes.Commit, Crime.Sleep, new TaskOptions { Timeout = TimeSpan.FromMilliseconds(100) })
        );
        Assert.IsType<TaskTimeoutException>(late);
    }

    private static async Task Refuse(ProcessPool pool, int round)
    {
        var outcomes = await pool.MapOutcomesAsync(
            p => p.Number,
            Enumerable.Range(0, 50).Select(i => new Parcel(i) { Weight = i == round ? -1 : 1 }),
            new MapOptions { Retries = 50 }
        );
        Assert.Equal(round, Assert.Single(outcomes, o => o.Error is not null).Index);
    }

    private static async Task TryAgain(ProcessPool pool, int round)
    {
        if (round % 8 != 0)
            return;
        var result = await pool.ApplyAsync(
            x =>
            {
                Crimes.Commit(WorkerContext.Current!.Attempt == 1 ? Crime.Exit7 : Crime.None);
                return x;
            },
            round,
            new TaskOptions { Retries = 50 }
        );
        Assert.Equal(round, result);
    }
}
