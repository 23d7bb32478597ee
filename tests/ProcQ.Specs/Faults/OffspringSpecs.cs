using System.Diagnostics;
using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>What workers leave behind when they die: it dies with them, unless it has left their group on purpose, which is the documented limit.</summary>
public sealed class OffspringSpecs : PoolSpec
{
    private const int Many = 21;
    private const int SigKill = 9;

    private static readonly TimeSpan WithThem = TimeSpan.FromSeconds(2);

    [Theory]
    [InlineData(WorkersEnd.KilledFromOutside)]
    [InlineData(WorkersEnd.Crash)]
    [InlineData(WorkersEnd.TimeLimit)]
    [InlineData(WorkersEnd.Retirement)]
    [InlineData(WorkersEnd.Disposal)]
    public async Task E33_Grandchildren_2_times_21_are_gone_with_their_workers(WorkersEnd end)
    {
        using var family = await StartAsync(end, nameof(CrimesByForking.StartChildren));

        await family.EndWorkersAsync(end);

        family.MustEndWithin(WithThem);
        if (end != WorkersEnd.Disposal)
            await MustServeAsync(family.Pool);
    }

    [Theory]
    [InlineData(WorkersEnd.KilledFromOutside)]
    [InlineData(WorkersEnd.Crash)]
    [InlineData(WorkersEnd.Disposal)]
    public async Task E34_DoubleFork_2_times_21_are_gone_with_their_workers(WorkersEnd end)
    {
        using var family = await StartAsync(end, nameof(CrimesByForking.StartOrphans));

        await family.EndWorkersAsync(end);

        family.MustEndWithin(WithThem);
        if (end != WorkersEnd.Disposal)
            await MustServeAsync(family.Pool);
    }

    [Theory]
    [InlineData(WorkersEnd.KilledFromOutside)]
    [InlineData(WorkersEnd.TimeLimit)]
    public async Task E35_SetsidGrandchild_2_times_21_survive_which_is_the_limit_and_hold_up_nothing(WorkersEnd end)
    {
        using var family = await StartAsync(end, nameof(CrimesByForking.StartDaemons));

        await family.EndWorkersAsync(end);

        Assert.All(family.Offspring, daemon => daemon.MustLive());
        await MustServeAsync(family.Pool);
        // Nobody else will.
        family.Offspring.ForEach(daemon => daemon.Signal(SigKill));
        family.MustEndWithin(Patience.Limit);
    }

    [Fact]
    public async Task E35_SetsidGrandchild_that_holds_the_output_does_not_change_what_a_death_is_said_to_be()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("daemon"));
        var pool = NewPool(1);

        // Nobody waits for the daemon, which has the output open for a thousand seconds.
        await Prompt.MustBeAsync(TimeSpan.FromSeconds(1), DieAsync);

        Assert.NotEmpty(ledger.Read());
        foreach (var daemon in ledger.Read())
        {
            using var watch = ProcessWatch.Of(int.Parse(daemon));
            watch.Signal(SigKill);
            watch.MustEndWithin(Patience.Limit);
        }

        async Task DieAsync()
        {
            var error = await Assert.ThrowsAsync<WorkerLostException>(() => pool.ApplyAsync(LeaveDaemon, ledger).Soon());
            Assert.Equal((139, "invalid memory access in native code (SIGSEGV)"), (error.ExitCode, error.ExitReason));
            await MustServeAsync(pool);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task E31_E32_ForksRaw_ForksHoldsPipe_is_seen_by_the_exit(bool leaveGroup)
    {
        var pool = NewPool(1);

        // The copy has the pipe, the output and the lifeline open.
        var (worker, copy) = await pool.ApplyAsync(() => (Environment.ProcessId, CrimesByForking.ForkAndSleep(leaveGroup)))
            .Soon();
        using var watch = ProcessWatch.Of(copy);
        Crimes.KillProcess(worker);

        Assert.NotEqual(worker, await pool.ApplyAsync(() => Environment.ProcessId).Soon());
        if (leaveGroup)
        {
            watch.MustLive();
            watch.Signal(SigKill);
        }

        watch.MustEndWithin(Patience.Limit);
    }

    [Fact]
    public async Task E31_ForksRaw_and_both_go_on_gives_one_outcome()
    {
        var pool = NewPool(1);

        // The copy answers as well, on the same pipe, or hangs: its other threads are gone, and what they held is held for ever.
        var outcomes = await pool.MapOutcomesAsync(
                x =>
                {
                    if (x == 2)
                        CrimesByForking.ForkAndGoOn();
                    return x;
                },
                Enumerable.Range(0, 6),
                new MapOptions { ChunkSize = 1, Retries = 3 }
            )
            .Soon();

        Assert.All(outcomes, o => Assert.Equal((OutcomeStatus.Succeeded, o.Index), (o.Status, o.Result)));
        Assert.Equal(1, await pool.ApplyAsync(() => 1, new TaskOptions { Retries = 3 }).Soon());
    }

    [ControlGroupFact(ControlGroup.Processes)]
    public async Task E36_ForkBomb_ends_with_the_time_limit_to_the_last_process()
    {
        using var group = ControlGroup.OfProcesses(120);
        var path = group.Path;
        var pool = NewPool(2);

        await Assert.ThrowsAsync<TaskTimeoutException>(() =>
            pool.ApplyAsync(
                    () =>
                    {
                        CrimesOnLimits.Join(path);
                        CrimesByForking.Explode();
                    },
                    new TaskOptions { Timeout = TimeSpan.FromSeconds(1) }
                )
                .Soon()
        );

        Assert.Equal(Enumerable.Range(0, 100), await pool.MapAsync(x => x, Enumerable.Range(0, 100)).Soon());
        // Other processes of the bomb start some at every moment: what is not hit at once is never caught up with.
        await Patience.Until(() => File.ReadAllText(Path.Combine(path, "cgroup.procs")).Length == 0, "nothing of it is left");
        var refusals = (await File.ReadAllTextAsync(Path.Combine(path, "pids.events"))).Split(' ')[1];
        Assert.True(int.Parse(refusals) > 0, "the bomb did not come as far as its bound");
    }

    /// <summary>Two workers, each of which has started many.</summary>
    private async Task<Family> StartAsync(WorkersEnd end, string kinship)
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                SpareWorkers = 0,
                MaxTasksPerWorker = end == WorkersEnd.Retirement ? 2 : null,
            }
        );
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var starts = Enumerable
            .Range(0, 2)
            .Select(_ =>
                pool.ApplyAsync(() =>
                {
                    gate.Pass();
                    return (List<int>)typeof(CrimesByForking).GetMethod(kinship)!.Invoke(null, [Many])!;
                })
            )
            .ToArray();
        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();
        one.Let();
        two.Let();
        var offspring = await Task.WhenAll(starts).Soon();
        Assert.Equal(2 * Many, offspring.SelectMany(o => o).Distinct().Count());
        return new Family(pool, [one.ProcessId, two.ProcessId], offspring.SelectMany(o => o));
    }

    private static int LeaveDaemon(Ledger ledger)
    {
        using var daemon = Process.Start("setsid", ["sleep", "1000"]);
        ledger.Note($"{daemon.Id}");
        return Crimes.Commit(Crime.Segv);
    }
}
