using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>How often an item runs, as a ledger tells it that is written by the items themselves.</summary>
public sealed class AttemptSpecs : PoolSpec
{
    [Fact]
    public void An_item_whose_worker_was_lost_gets_the_further_attempts_it_was_granted()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(2);

        var outcomes = pool.MapOutcomes(
            x => DieUntil(ledger, x, attempt: x == 3 ? 3 : 1),
            Enumerable.Range(0, 6),
            new MapOptions { Retries = 2 }
        );

        Assert.All(outcomes, o => Assert.Equal((OutcomeStatus.Succeeded, o.Index), (o.Status, o.Result)));
        Assert.Equal([1, 1, 1, 3, 1, 1], outcomes.Select(o => o.Attempts));
        Assert.Equal(["3/1", "3/2", "3/3"], ledger.Read().Where(l => l.StartsWith("3/", StringComparison.Ordinal)));
    }

    [Fact]
    public void When_the_attempts_are_used_up_the_last_loss_is_reported()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(1);

        var outcome = Assert.Single(
            pool.MapOutcomes(x => DieUntil(ledger, x, attempt: 100), new[] { 0 }, new MapOptions { Retries = 2 })
        );

        Assert.Equal((OutcomeStatus.WorkerLost, 3), (outcome.Status, outcome.Attempts));
        Assert.Equal(["0/1", "0/2", "0/3"], ledger.Read());
    }

    [Fact]
    public void The_final_error_tells_of_every_attempt()
    {
        var pool = NewPool(1);

        var outcome = Assert.Single(
            pool.MapOutcomes(
                _ => Crimes.Commit(WorkerContext.Current!.Attempt == 2 ? Crime.Sleep : Crime.Exit7),
                new[] { 0 },
                new MapOptions { Retries = 2, Timeout = TimeSpan.FromSeconds(2) }
            )
        );

        var error = Assert.IsType<WorkerLostException>(outcome.Error);
        Assert.Equal((OutcomeStatus.WorkerLost, 3), (outcome.Status, outcome.Attempts));
        Assert.Equal(
            [(1, OutcomeStatus.WorkerLost), (2, OutcomeStatus.TimedOut)],
            error.EarlierAttempts.Select(a => (a.Attempt, a.Status))
        );
        Assert.All(
            error.EarlierAttempts,
            a => Assert.Contains($"process {a.ProcessId}", error.Message, StringComparison.Ordinal)
        );
        Assert.Contains("exit code 7", error.EarlierAttempts[0].Reason, StringComparison.Ordinal);
        Assert.Equal(3, error.EarlierAttempts.Select(a => a.ProcessId).Append(error.ProcessId).Distinct().Count());
    }

    [Fact]
    public async Task An_item_waits_for_its_next_attempt_while_others_run()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(1);
        var options = new MapOptions
        {
            Retries = 1,
            RetryDelay = TimeSpan.FromSeconds(3),
            ChunkSize = 1,
        };

        var stopwatch = System.Diagnostics.Stopwatch.StartNew();
        var all = pool.MapOutcomes(x => DieUntil(ledger, x, attempt: x == 0 ? 2 : 1), Enumerable.Range(0, 4), options);

        Assert.True(stopwatch.Elapsed >= options.RetryDelay);
        Assert.All(all, o => Assert.Equal(OutcomeStatus.Succeeded, o.Status));
        Assert.Equal(["0/1", "1/1", "2/1", "3/1", "0/2"], ledger.Read());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() =>
            pool.ApplyAsync(() => 1, new TaskOptions { RetryDelay = TimeSpan.FromTicks(-1) })
        );
    }

    [Fact]
    public async Task An_item_that_waits_for_its_next_attempt_can_be_cancelled()
    {
        using var enough = new CancellationTokenSource();
        var pool = NewPool(1);
        var process = await pool.ApplyAsync(() => Environment.ProcessId).Soon();
        var options = new TaskOptions { Retries = 1, RetryDelay = TimeSpan.FromHours(1) };
        var task = pool.ApplyAsync(Crimes.Commit, Crime.Kill9, options, enough.Token);
        await Patience.Until(() => !Processes.IsAlive(process), "the first attempt has failed");
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());

        await enough.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon());
        Assert.Equal(enough.Token, error.CancellationToken);
    }

    [Fact]
    public void Without_retries_nothing_that_died_runs_again()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(1);

        var outcomes = pool.MapOutcomes(
            x => DieUntil(ledger, x, attempt: x == 1 ? 9 : 1),
            Enumerable.Range(0, 3),
            new MapOptions { ChunkSize = 1 }
        );

        Assert.Equal(OutcomeStatus.WorkerLost, outcomes[1].Status);
        Assert.Single(ledger.Read(), "1/1");
        Assert.DoesNotContain("1/2", ledger.Read());
    }

    [Fact]
    public async Task A_single_call_can_be_retried()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(1);

        Assert.Equal(0, await pool.ApplyAsync(x => DieUntil(ledger, x, attempt: 2), 0, new TaskOptions { Retries = 1 }).Soon());

        Assert.Equal(["0/1", "0/2"], ledger.Read());
    }

    [Fact]
    public void An_item_that_was_late_is_retried_as_well()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(1);

        var outcome = Assert.Single(
            pool.MapOutcomes(
                x =>
                {
                    ledger.Note($"{WorkerContext.Current!.Attempt}");
                    return WorkerContext.Current.Attempt == 1 ? Crimes.Commit(Crime.Sleep) : x;
                },
                new[] { 5 },
                new MapOptions { Retries = 1, Timeout = TimeSpan.FromMilliseconds(500) }
            )
        );

        Assert.Equal((OutcomeStatus.Succeeded, 2), (outcome.Status, outcome.Attempts));
        Assert.Equal(["1", "2"], ledger.Read());
    }

    [Fact]
    public void An_exception_is_an_answer_and_is_not_retried()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(1);

        var outcome = Assert.Single(
            pool.MapOutcomes(
                x =>
                {
                    ledger.Note($"{x}");
                    return 1 / x;
                },
                new[] { 0 },
                new MapOptions { Retries = 5 }
            )
        );

        Assert.Equal((OutcomeStatus.Failed, 1), (outcome.Status, outcome.Attempts));
        Assert.Equal(["0"], ledger.Read());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    [InlineData(null)]
    public void At_most_once_means_that_no_item_ever_runs_twice(int? chunk)
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(2);

        var outcomes = pool.MapOutcomes(
            x =>
            {
                ledger.Note($"{x}");
                if (x % 40 == 39)
                    Crimes.KillMyself();
                return x;
            },
            Enumerable.Range(0, 200),
            new MapOptions { AtMostOnce = true, ChunkSize = chunk }
        );

        var lines = ledger.Read();
        Assert.Equal(lines.Length, lines.Distinct().Count());
        Assert.Equal([39L, 79, 119, 159, 199], outcomes.Where(o => o.Status == OutcomeStatus.WorkerLost).Select(o => o.Index));
        Assert.All(outcomes.Where(o => o.Status == OutcomeStatus.Succeeded), o => Assert.Equal(o.Index, o.Result));
        Assert.Equal(200, lines.Length);
    }

    [Fact]
    public void Without_at_most_once_an_item_may_run_again_but_has_one_outcome_and_the_right_one()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(2);

        var outcomes = pool.MapOutcomes(
            x =>
            {
                ledger.Note($"{x}");
                if (x % 100 == 99)
                    Crimes.KillMyself();
                return x;
            },
            Enumerable.Range(0, 400),
            new MapOptions { ChunkSize = 100 }
        );

        Assert.Equal([99L, 199, 299, 399], outcomes.Where(o => o.Status == OutcomeStatus.WorkerLost).Select(o => o.Index));
        Assert.All(outcomes.Where(o => o.Status == OutcomeStatus.Succeeded), o => Assert.Equal(o.Index, o.Result));
        Assert.Equal(Enumerable.Range(0, 400).Select(x => $"{x}").Order(), ledger.Read().Distinct().Order());
        // The deadly ones were charged for the first death, and never begun again.
        Assert.All(["99", "199", "299", "399"], deadly => Assert.Single(ledger.Read(), deadly));
    }

    private static int DieUntil(Ledger ledger, int x, int attempt)
    {
        ledger.Note($"{x}/{WorkerContext.Current!.Attempt}");
        if (WorkerContext.Current.Attempt < attempt)
            Crimes.KillMyself();
        return x;
    }
}
