using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>A function takes its process with it: exactly its own item is lost, and the pool heals.</summary>
public sealed class DeathSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    /// <summary>The crime, the exit code, a word of the reason, and one of the output.</summary>
    public static TheoryData<Crime, int, string, string> Deaths =>
        new()
        {
            { Crime.Exit0, 0, "exit code 0", "" },
            { Crime.Exit7, 7, "exit code 7", "" },
            { Crime.Exit137, 137, "or an exit with that code", "" },
            { Crime.FailFast, 134, "FailFast", "The jury is out." },
            { Crime.StackOverflow, 134, "stack overflow", "Stack overflow." },
            { Crime.Kill9, 137, "killed from outside", "" },
            { Crime.Segv, 139, "SIGSEGV", "" },
            { Crime.Abort, 134, "SIGABRT", "" },
            { Crime.ThrowOnThread, 134, "unhandled exception", "Nobody catches me." },
            { Crime.ThrowInFinalizer, 134, "unhandled exception", "From beyond the grave." },
        };

    [Theory]
    [MemberData(nameof(Deaths))]
    public async Task E01_E02_E03_E04_E05_E06_E07_E08_A_death_is_reported_with_code_reason_and_last_words(
        Crime crime,
        int exitCode,
        string reason,
        string lastWords
    )
    {
        var before = Pids();

        var error = Assert.Throws<WorkerLostException>(() => Pool.Apply(Crimes.Commit, crime));

        Assert.Equal(exitCode, error.ExitCode);
        Assert.Contains(reason, error.ExitReason, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Contains(lastWords, error.OutputTail, StringComparison.Ordinal);
        Assert.Equal(0, error.Index);
        Assert.True(error.MayHaveExecuted);
        Assert.Contains(error.ProcessId, before);
        Assert.False(Processes.IsAlive(error.ProcessId));
        await MustServeAsync(Pool);
        Assert.NotEqual(error.ProcessId, Pool.Apply(Crimes.Commit, Crime.None));
    }

    [Theory]
    [InlineData(Crime.Exit0, 1)]
    [InlineData(Crime.Kill9, 10)]
    [InlineData(Crime.FailFast, 30)]
    [InlineData(Crime.Segv, null)]
    public void Exactly_the_item_that_ran_is_lost(Crime crime, int? chunk)
    {
        var outcomes = Pool.MapOutcomes(
            x =>
            {
                Crimes.Commit(x == 13 ? crime : Crime.None);
                return x * 2;
            },
            Enumerable.Range(0, 30),
            new MapOptions { ChunkSize = chunk }
        );

        Assert.Equal(30, outcomes.Length);
        var lost = Assert.Single(outcomes, o => o.Status != OutcomeStatus.Succeeded);
        Assert.Equal((13, OutcomeStatus.WorkerLost, 1), (lost.Index, lost.Status, lost.Attempts));
        Assert.Equal(13, Assert.IsType<WorkerLostException>(lost.Error).Index);
        Assert.All(outcomes.Where(o => o.Error is null), o => Assert.Equal(o.Index * 2, o.Result));
    }

    [Fact]
    public void Every_item_may_be_deadly_and_each_has_its_outcome()
    {
        var outcomes = Pool.MapOutcomes(_ => Crimes.Commit(Crime.Kill9), Enumerable.Range(0, 6));

        Assert.All(outcomes, o => Assert.Equal(OutcomeStatus.WorkerLost, o.Status));
        Assert.Equal([0, 1, 2, 3, 4, 5], outcomes.Select(o => ((WorkerLostException)o.Error!).Index));
        Assert.Equal(Crimes.Commit(Crime.None), Environment.ProcessId);
        Assert.Equal(1, Pool.Apply(() => 1));
    }

    [Fact]
    public void Map_throws_the_loss_and_the_pool_goes_on()
    {
        Assert.Throws<WorkerLostException>(() =>
            Pool.Map(x => Crimes.Commit(x == 3 ? Crime.Exit7 : Crime.None), Enumerable.Range(0, 10))
        );

        Assert.Equal(Enumerable.Range(0, 10), Pool.Map(x => x, Enumerable.Range(0, 10)));
    }

    [Fact]
    public void A_stream_throws_the_loss_when_it_is_reached_and_goes_on()
    {
        using var results = Pool.Imap(
                x =>
                {
                    Crimes.Commit(x == 1 ? Crime.Exit0 : Crime.None);
                    return x;
                },
                Enumerable.Range(0, 4)
            )
            .GetEnumerator();

        Assert.True(results.MoveNext());
        Assert.Throws<WorkerLostException>(() => results.MoveNext());
        Assert.True(results.MoveNext());
        Assert.Equal(2, results.Current);
        Assert.True(results.MoveNext());
        Assert.False(results.MoveNext());
    }

    [Fact]
    public async Task The_other_workers_items_know_nothing_of_it()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var neighbour = Pool.ApplyAsync(() =>
        {
            gate.Pass();
            return Environment.ProcessId;
        });
        using var visit = await keeper.NextAsync();

        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<WorkerLostException>(() => Pool.ApplyAsync(Crimes.Commit, Crime.Kill9).Soon());
        visit.Let();

        Assert.Equal(visit.ProcessId, await neighbour.Soon());
    }

    [Fact]
    public void What_a_function_wrote_before_it_died_is_in_the_error()
    {
        var error = Assert.Throws<WorkerLostException>(() =>
            Pool.Apply(() =>
            {
                Console.Out.WriteLine("out: " + new string('o', 100));
                Console.Error.WriteLine("error: the last words");
                return Crimes.Commit(Crime.Exit7);
            })
        );

        Assert.Contains("out: ooo", error.OutputTail, StringComparison.Ordinal);
        Assert.Contains("error: the last words", error.OutputTail, StringComparison.Ordinal);
        Assert.Contains("the last words", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_last_words_of_a_flood_are_kept_and_no_more()
    {
        var error = Assert.Throws<WorkerLostException>(() =>
            Pool.Apply(() =>
            {
                for (var i = 0; i < 20_000; i++)
                    Console.Error.WriteLine($"line {i} of many, many lines that nobody reads");
                return Crimes.Commit(Crime.Exit7);
            })
        );

        Assert.InRange(error.OutputTail.Length, 1000, 64 * 1024);
        Assert.Contains("line 19999 ", error.OutputTail, StringComparison.Ordinal);
        Assert.InRange(error.Message.Length, 100, 4000);
    }

    [Fact]
    public void A_worker_that_died_is_replaced_in_its_place()
    {
        var pool = NewPool(1);
        var first = pool.Apply(() => Environment.ProcessId);

        Assert.Throws<WorkerLostException>(() => pool.Apply(Crimes.Commit, Crime.Exit0));

        var second = pool.Apply(() => Environment.ProcessId);
        var worker = Assert.Single(pool.GetStats().Workers);
        Assert.NotEqual(first, second);
        Assert.Equal((0, second, 1L), (worker.WorkerId, worker.ProcessId, worker.Restarts));
    }

    [Fact]
    public void A_worker_that_dies_again_and_again_in_items_does_not_fault_the_pool()
    {
        var pool = NewPool(1);

        // More deaths in a row than a pool takes at the start of workers.
        var outcomes = pool.MapOutcomes(_ => Crimes.Commit(Crime.Exit7), Enumerable.Range(0, 8));

        Assert.All(outcomes, o => Assert.Equal(OutcomeStatus.WorkerLost, o.Status));
        Assert.Equal(5, pool.Apply(() => 5));
    }

    [Fact]
    public void A_thread_left_behind_by_an_earlier_item_that_crashes_costs_the_item_of_now()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);

        pool.Apply(() =>
        {
            new Thread(() =>
            {
                gate.Pass(1);
                throw new InvalidOperationException("left behind");
            }).Start();
            return 0;
        });
        using var visit = keeper.Next();
        var later = pool.ApplyAsync(() => gate.Pass(2));
        using var second = keeper.Next();
        visit.Let();

        var error = Assert.ThrowsAsync<WorkerLostException>(() => later.Soon()).GetAwaiter().GetResult();
        Assert.Contains("left behind", error.OutputTail, StringComparison.Ordinal);
        Assert.Equal(1, pool.Apply(() => 1));
    }

    private int[] Pids()
    {
        Pool.WarmUpAsync().Soon().GetAwaiter().GetResult();
        // A worker that an earlier spec of this class killed may not be back yet.
        Patience.Until(() => Pool.GetStats().Workers.All(w => w.ProcessId != 0), "all workers are up").GetAwaiter().GetResult();
        return [.. Pool.GetStats().Workers.Select(w => w.ProcessId)];
    }
}
