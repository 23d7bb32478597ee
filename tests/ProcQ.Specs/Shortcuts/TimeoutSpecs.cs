using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Shortcuts;

/// <summary>Timeout.Run and its kin: the result, or the end of the process that did not come to one.</summary>
public sealed class TimeoutSpecs : PoolSpec
{
    private const double Short = 0.3;
    private const double Long = 30;

    [Fact]
    public void The_result_comes_from_another_process()
    {
        var word = "answer";

        var (text, pid) = Timeout.Run(() => ($"{word} {6 * 7}", Environment.ProcessId), Long);

        Assert.Equal("answer 42", text);
        Assert.NotEqual(Environment.ProcessId, pid);
    }

    [Fact]
    public async Task Every_kind_of_function_can_be_run()
    {
        using var scratch = new ScratchFolder();
        var ledger = new Ledger(scratch.In("ledger"));
        var limit = TimeSpan.FromSeconds(Long);

        Assert.Equal(1, Timeout.Run(() => 1, Long));
        Assert.Equal(2, Timeout.Run(() => 2, limit));
        Assert.Equal(3, Timeout.Run(async () => await Later(3), Long));
        Assert.Equal(4, Timeout.Run(() => Later(4), limit));
        Timeout.Run(() => ledger.Note("action"), Long);
        Timeout.Run(() => ledger.Note("action"), limit);
        Timeout.Run(() => NoteLater(ledger), Long);
        Timeout.Run(async () => await NoteLater(ledger), limit);
        Assert.Equal(5, await Timeout.RunAsync(() => 5, Long).Soon());
        Assert.Equal(6, await Timeout.RunAsync(() => Later(6), limit).Soon());
        await Timeout.RunAsync(() => ledger.Note("action"), Long).Soon();
        await Timeout.RunAsync(() => NoteLater(ledger), limit).Soon();

        Assert.Equal(["action", "action", "task", "task", "action", "task"], ledger.Read());
    }

    [Fact]
    public void What_runs_too_long_is_killed_and_the_next_call_works()
    {
        using var scratch = new ScratchFolder();
        var ledger = new Ledger(scratch.In("ledger"));

        var error = Assert.Throws<TaskTimeoutException>(() =>
            Timeout.Run(
                () =>
                {
                    ledger.Note($"{Environment.ProcessId}");
                    return Crimes.Commit(Crime.Spin);
                },
                Short
            )
        );

        var pid = int.Parse(Assert.Single(ledger.Read()), System.Globalization.CultureInfo.InvariantCulture);
        Assert.IsAssignableFrom<TimeoutException>(error);
        Assert.Equal(TimeSpan.FromSeconds(Short), error.Timeout);
        Assert.Contains("ran longer than its limit of 0.3 s", error.Message, StringComparison.Ordinal);
        Assert.Contains($"(process {pid}) was killed", error.Message, StringComparison.Ordinal);
        Assert.False(Processes.IsAlive(pid));
        Assert.Equal(1, Timeout.Run(() => 1, Long));
    }

    [Fact]
    public async Task Awaited_it_is_killed_as_well()
    {
        await Assert.ThrowsAsync<TaskTimeoutException>(() => Timeout.RunAsync(() => Crimes.Commit(Crime.Sleep), Short).Soon());
        await Assert.ThrowsAsync<TaskTimeoutException>(() =>
            Timeout.RunAsync(() => Task.Delay(Timeout.Infinite), TimeSpan.FromSeconds(Short)).Soon()
        );
    }

    [Fact]
    public void Without_a_limit_given_it_is_two_seconds()
    {
        var error = Assert.Throws<TaskTimeoutException>(() => Timeout.Run(() => Crimes.Commit(Crime.Sleep)));

        Assert.Equal(TimeSpan.FromSeconds(2), error.Timeout);
    }

    [Theory]
    [InlineData(Crime.Exit0)]
    [InlineData(Crime.FailFast)]
    [InlineData(Crime.StackOverflow)]
    [InlineData(Crime.Segv)]
    [InlineData(Crime.Kill9)]
    public void A_function_that_takes_its_process_down_is_a_loss_and_this_process_lives(Crime crime)
    {
        Assert.Throws<WorkerLostException>(() => Timeout.Run(() => Crimes.Commit(crime), Long));

        Assert.Equal(1, Timeout.Run(() => 1, Long));
    }

    [Fact]
    public void Its_own_exception_is_thrown_here()
    {
        var error = Assert.Throws<FormatException>(() => Timeout.Run(int () => throw new FormatException("mine"), Long));

        Assert.Equal("mine", error.Message);
        Assert.NotNull(error.GetRemoteError());
    }

    [Fact]
    public void TryRun_says_whether_it_was_in_time_and_nothing_else()
    {
        Assert.True(Timeout.TryRun(() => 7, Long, out var seven));
        Assert.True(Timeout.TryRun(() => 8, TimeSpan.FromSeconds(Long), out var eight));
        Assert.True(Timeout.TryRun(() => (string?)null, Long, out var nothing));
        Assert.False(Timeout.TryRun(() => Crimes.Commit(Crime.Sleep), Short, out var late));

        Assert.Equal((7, 8, 0), (seven, eight, late));
        Assert.Null(nothing);
        Assert.Throws<WorkerLostException>(() => Timeout.TryRun(() => Crimes.Commit(Crime.Exit7), Long, out _));
        Assert.Throws<FormatException>(() => Timeout.TryRun<int>(() => throw new FormatException(), Long, out _));
    }

    [Fact]
    public void TryRun_throws_a_timeout_that_was_the_functions_own()
    {
        Assert.Throws<TimeoutException>(() => Timeout.TryRun<int>(() => throw new TimeoutException("mine"), Long, out _));

        var error = Assert.Throws<TaskTimeoutException>(() =>
            Timeout.TryRun(() => Timeout.Run(() => Crimes.Commit(Crime.Sleep), Short), Long, out _)
        );

        Assert.NotNull(error.GetRemoteError());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(-0.001)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void A_limit_that_is_none_is_refused_by_name(double seconds)
    {
        Assert.Equal("seconds", Refused(() => Timeout.Run(() => 1, seconds)).ParamName);
        Assert.Equal("seconds", Refused(() => Timeout.Run(() => { }, seconds)).ParamName);
        Assert.Equal("seconds", Refused(() => Timeout.RunAsync(() => 1, seconds)).ParamName);
        Assert.Equal("seconds", Refused(() => Timeout.TryRun(() => 1, seconds, out _)).ParamName);
        Assert.StartsWith(
            "More than zero seconds are needed; double.PositiveInfinity is no limit.",
            Refused(() => Timeout.Run(() => 1, seconds)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_time_span_that_is_no_limit_is_refused_by_name()
    {
        foreach (var limit in new[] { TimeSpan.Zero, TimeSpan.FromSeconds(-5), TimeSpan.MinValue })
        {
            Assert.Equal("limit", Refused(() => Timeout.Run(() => 1, limit)).ParamName);
            Assert.Equal("limit", Refused(() => Timeout.RunAsync(() => Task.CompletedTask, limit)).ParamName);
            Assert.Equal("limit", Refused(() => Timeout.TryRun(() => 1, limit, out _)).ParamName);
        }
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.MaxValue)]
    [InlineData(1e15)]
    [InlineData(1e9)]
    public void Endless_and_huge_limits_never_come(double seconds) => Assert.Equal(1, Timeout.Run(() => 1, seconds));

    [Fact]
    public void Endless_and_huge_time_spans_never_come()
    {
        Assert.Equal(1, Timeout.Run(() => 1, Timeout.InfiniteTimeSpan));
        Assert.Equal(2, Timeout.Run(() => 2, TimeSpan.MaxValue));
        // Long enough to be looked at while it runs.
        Assert.Equal(3, Timeout.Run(() => Slowly(3), TimeSpan.MaxValue));
    }

    [Fact]
    public void The_shortest_limit_is_one_all_the_same() =>
        Assert.Throws<TaskTimeoutException>(() => Timeout.Run(() => Crimes.Commit(Crime.Spin), double.Epsilon));

    [Fact]
    public void A_missing_function_is_refused_by_name()
    {
        Assert.Equal("f", Assert.Throws<ArgumentNullException>(() => Timeout.Run((Func<int>)null!)).ParamName);
        Assert.Equal(
            "f",
            Assert
                .Throws<ArgumentNullException>(() =>
                {
                    _ = Timeout.RunAsync((Action)null!);
                })
                .ParamName
        );
        Assert.Equal("f", Assert.Throws<ArgumentNullException>(() => Timeout.TryRun((Func<int>)null!, 1, out _)).ParamName);
    }

    [Fact]
    public void What_cannot_travel_is_refused_here()
    {
        using var stream = new MemoryStream();

        var error = Assert.Throws<NotTransferableException>(() => Timeout.Run(() => stream.Length, Long));

        Assert.Contains("stream", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_kills_what_does_not_stop_and_carries_the_callers_own_token()
    {
        using var keeper = new GateKeeper();
        using var wish = new CancellationTokenSource();
        var gate = keeper.Gate;
        var task = Timeout.RunAsync(() => gate.Pass(), Long, wish.Token);
        using var visit = await keeper.NextAsync();

        await wish.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon());
        Assert.Equal(wish.Token, error.CancellationToken);
        await Patience.Until(() => !Processes.IsAlive(visit.ProcessId), "the process is gone");
        Assert.True(Timeout.RunAsync(() => 1, Long, wish.Token).IsCanceled);
    }

    [Fact]
    public void It_runs_where_a_context_would_wait_for_its_own_thread() =>
        SingleThread.Run(async () =>
        {
            Assert.Equal(3, Timeout.Run(() => Later(3), Long));
            Assert.Equal(4, await Timeout.RunAsync(() => Later(4), Long));
        });

    [Fact]
    public async Task It_runs_from_many_threads_at_once()
    {
        var results = new int[40];
        var threads = Enumerable
            .Range(0, results.Length)
            .Select(i => new Thread(() => results[i] = Timeout.Run(() => i + 1, Long)))
            .ToList();

        threads.ForEach(t => t.Start());
        await Task.Run(() => threads.ForEach(t => t.Join())).Soon();

        Assert.Equal(Enumerable.Range(1, results.Length), results);
    }

    [Fact]
    public async Task Calls_at_the_same_time_do_not_wait_for_each_other()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var calls = Enumerable.Range(0, 8).Select(i => Timeout.RunAsync(() => gate.Pass(i), Long)).ToList();

        var visits = new List<Visit>();
        while (visits.Count < calls.Count)
            visits.Add(await keeper.NextAsync());
        visits.ForEach(visit => visit.Let());

        await Task.WhenAll(calls).Soon();
        Assert.Equal(calls.Count, visits.Select(visit => visit.ProcessId).Distinct().Count());
        visits.ForEach(visit => visit.Dispose());
    }

    private static ArgumentOutOfRangeException Refused(Func<object?> call) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => call());

    private static ArgumentOutOfRangeException Refused(Action call) => Assert.Throws<ArgumentOutOfRangeException>(call);

    private static async Task<int> Later(int x)
    {
        await Task.Yield();
        return x;
    }

    private static async Task NoteLater(Ledger ledger)
    {
        await Task.Yield();
        ledger.Note("task");
    }

    private static int Slowly(int value)
    {
        Thread.Sleep(100);
        return value;
    }
}
