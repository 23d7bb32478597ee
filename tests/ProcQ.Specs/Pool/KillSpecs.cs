using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Somebody kills workers from outside.</summary>
public sealed class KillSpecs : PoolSpec
{
    [Fact]
    public async Task E09_SigkillIdle_costs_nothing()
    {
        var pool = NewPool(2);
        await pool.WarmUpAsync().Soon();
        var before = pool.GetStats().Workers.Select(w => w.ProcessId).ToArray();

        foreach (var pid in before)
            Crimes.KillProcess(pid);

        Assert.Equal(Enumerable.Range(0, 100), pool.Map(x => x, Enumerable.Range(0, 100)));
        await Patience.Until(() => pool.GetStats().Workers.All(w => w.Activity == WorkerActivity.Idle), "both are back");
        Assert.Empty(pool.GetStats().Workers.Select(w => w.ProcessId).Intersect(before));
    }

    [Fact]
    public async Task An_idle_worker_that_is_killed_again_and_again_comes_back()
    {
        var pool = NewPool(1);
        for (var i = 0; i < 6; i++)
        {
            var pid = pool.Apply(() => Environment.ProcessId);
            Crimes.KillProcess(pid);
            await Patience.Until(() => pool.GetStats().Workers[0].ProcessId != pid, "the death was noticed");
        }

        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Fact]
    public async Task E11_SigkillDuringRun_loses_that_item()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(2);
        var task = pool.MapOutcomesAsync(
            x =>
            {
                if (x == 2)
                    gate.Pass(x);
                return x;
            },
            Enumerable.Range(0, 10)
        );
        using var visit = await keeper.NextAsync();

        Crimes.KillProcess(visit.ProcessId);

        var outcomes = await task.Soon();
        var lost = Assert.Single(outcomes, o => o.Status != OutcomeStatus.Succeeded);
        var error = Assert.IsType<WorkerLostException>(lost.Error);
        Assert.Equal((2L, visit.ProcessId, 137), (error.Index, error.ProcessId, error.ExitCode));
        Assert.Equal([0, 1, 3, 4, 5, 6, 7, 8, 9], outcomes.Where(o => o != lost).Select(o => o.Result));
        await MustServeAsync(pool);
    }

    [Fact]
    public void E13_SigkillRightAfterResult_the_result_arrives()
    {
        var pool = NewPool(1);
        for (var i = 0; i < 10; i++)
        {
            // Each result is on its way before the next item begins, and the next one is the end.
            var outcomes = pool.MapOutcomes(
                x => Crimes.Commit(x == 1 ? Crime.Kill9 : Crime.None),
                new[] { 0, 1, 2 },
                new MapOptions { ChunkSize = 3, AtMostOnce = true }
            );

            Assert.Equal(
                [OutcomeStatus.Succeeded, OutcomeStatus.WorkerLost, OutcomeStatus.Succeeded],
                outcomes.Select(o => o.Status)
            );
            Assert.NotEqual(outcomes[0].Result, outcomes[2].Result);
        }
    }

    [Fact]
    public async Task E17_SigstopThenCont_has_lost_nothing()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        var task = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();

        Crimes.Stop(visit.ProcessId);
        visit.Let();
        await Task.Delay(100);
        Assert.False(task.IsCompleted);
        Crimes.Continue(visit.ProcessId);

        await task.Soon();
        await MustServeAsync(pool);
    }

    [Fact]
    public async Task B17_TextOnPipe_costs_the_worker_its_life_and_it_is_replaced()
    {
        var pool = NewPool(1);

        var error = await Assert.ThrowsAsync<WorkerLostException>(() => pool.ApplyAsync(CrimesOnPipes.WriteRubbish).Soon());

        Assert.Contains("protocol", error.ExitReason, StringComparison.Ordinal);
        Assert.False(Processes.IsAlive(error.ProcessId));
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Fact]
    public async Task E38_KillsSibling_costs_that_one_its_item()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(2);
        var victim = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();
        var pid = visit.ProcessId;

        await pool.ApplyAsync(() => Crimes.KillProcess(pid)).Soon();

        var error = await Assert.ThrowsAsync<WorkerLostException>(() => victim.Soon());
        Assert.Equal(pid, error.ProcessId);
        await MustServeAsync(pool);
    }

    [Fact]
    public async Task What_a_worker_started_dies_with_it()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        var task = pool.ApplyAsync(() =>
        {
            using var sleep = System.Diagnostics.Process.Start("sleep", "1000");
            gate.Pass(sleep.Id);
        });
        using var visit = await keeper.NextAsync();
        var grandchild = (int)visit.Who;
        Assert.True(Processes.IsAlive(grandchild));

        Crimes.KillProcess(visit.ProcessId);

        // The grandchild holds the worker's output: nobody may wait for its end.
        await Assert.ThrowsAsync<WorkerLostException>(() => task.Soon());
        await Patience.Until(() => !Processes.IsAlive(grandchild), "the grandchild is dead");
    }

    [Fact]
    public async Task Killing_workers_all_the_time_costs_only_what_ran()
    {
        const int Count = 20_000;
        var pool = NewPool(2);
        await pool.WarmUpAsync().Soon();
        using var done = new CancellationTokenSource();
        var seen = 0;
        var killing = Task.Run(() => KillNowAndThen(pool, () => Volatile.Read(ref seen), Count));
        var outcomes = new Outcome<long>?[Count];

        await foreach (var outcome in pool.ImapOutcomes(Square, Enumerable.Range(0, Count)))
        {
            Assert.Null(outcomes[outcome.Index]);
            outcomes[outcome.Index] = outcome;
            Volatile.Write(ref seen, seen + 1);
        }

        var kills = await killing;
        Assert.Equal(Count, seen);
        Assert.All(
            outcomes.Where(o => o!.Status != OutcomeStatus.WorkerLost),
            o => Assert.Equal((OutcomeStatus.Succeeded, o!.Index * o.Index), (o.Status, o.Result))
        );
        Assert.InRange(kills, 5, 1000);
        Assert.InRange(outcomes.Count(o => o!.Status == OutcomeStatus.WorkerLost), 0, kills);
        Assert.All(outcomes.Where(o => o!.Error is not null), o => Assert.Equal(o!.Index, ((WorkerLostException)o.Error!).Index));
    }

    [Fact]
    public async Task Killing_workers_all_the_time_costs_nothing_when_items_may_run_again()
    {
        const int Count = 20_000;
        var pool = NewPool(2);
        await pool.WarmUpAsync().Soon();
        var seen = 0;
        var killing = Task.Run(() => KillNowAndThen(pool, () => Volatile.Read(ref seen), Count));

        await foreach (var result in pool.Imap(Square, Enumerable.Range(0, Count), new MapOptions { Retries = 10 }))
        {
            if (result != (long)seen * seen)
                Assert.Fail($"{result} came in place {seen}.");
            Volatile.Write(ref seen, seen + 1);
        }

        Assert.Equal(Count, seen);
        Assert.InRange(await killing, 5, 1000);
    }

    /// <summary>Kills a worker whenever a sixteenth of the work was done since the last time.</summary>
    private static int KillNowAndThen(ProcessPool pool, Func<int> seen, int count)
    {
        var kills = 0;
        var random = new Random(17);
        for (var next = count / 16; next < count * 15 / 16; next += count / 16)
        {
            SpinWait.SpinUntil(() => seen() >= next, Patience.Limit);
            var living = pool.GetStats().Workers.Where(w => w.ProcessId != 0).ToArray();
            if (living.Length == 0)
                continue;
            Crimes.KillProcess(living[random.Next(living.Length)].ProcessId);
            kills++;
        }

        return kills;
    }

    private static long Square(int x)
    {
        // Slow enough that the end of the work is not over before the killer looks.
        Thread.SpinWait(2000);
        return (long)x * x;
    }
}
