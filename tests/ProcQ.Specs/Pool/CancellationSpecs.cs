using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>The caller does not want it any more.</summary>
public sealed class CancellationSpecs : PoolSpec
{
    private static readonly TimeSpan Never = Timeout.InfiniteTimeSpan;

    [Fact]
    public async Task A_call_that_is_cancelled_before_it_is_made_is_not_made()
    {
        var pool = NewPool(1);
        var input = new ProducedItems();
        using var source = new CancellationTokenSource();
        await source.CancelAsync();

        MustCarry(source, Assert.ThrowsAny<OperationCanceledException>(() => pool.Apply(() => 1, source.Token)));
        MustCarry(source, Assert.ThrowsAny<OperationCanceledException>(() => pool.Map(x => x, input.Items(), ct: source.Token)));
        var task = pool.ApplyAsync(() => 1, ct: source.Token);
        Assert.True(task.IsCanceled);
        MustCarry(source, await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task));
        var map = pool.MapAsync(x => x, input.Items(), ct: source.Token);
        MustCarry(source, await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map));
        Assert.Equal(0, input.Produced);
        Assert.Equal(0, pool.GetStats().SettledItems);
    }

    [Fact]
    public async Task J09_CancelQueued_never_runs()
    {
        using var folder = new ScratchFolder();
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var (gate, ledger) = (keeper.Gate, new Ledger(folder.In("ledger")));
        var pool = NewPool(1);
        var running = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();
        var waiting = Enumerable.Range(0, 5).Select(i => pool.ApplyAsync(() => ledger.Note($"{i}"), ct: source.Token)).ToArray();

        await source.CancelAsync();

        // While the other one still runs.
        foreach (var task in waiting)
            MustCarry(source, await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon()));
        Assert.False(running.IsCompleted);
        visit.Let();
        await running.Soon();
        Assert.Equal(visit.ProcessId, pool.Apply(() => Environment.ProcessId));
        Assert.Empty(ledger.Read());
    }

    [Fact]
    public async Task J10_CancelRunning_is_asked_and_saves_its_worker_by_ending()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = Never });
        var task = pool.ApplyAsync(() => UntilAsked(gate, throwing: true), ct: source.Token);
        using var visit = await keeper.NextAsync();
        visit.Let();

        await source.CancelAsync();

        MustCarry(source, await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon()));
        Assert.True(task.IsCanceled);
        Assert.Equal(visit.ProcessId, pool.Apply(() => Environment.ProcessId));
    }

    [Fact]
    public async Task A_function_that_was_asked_may_still_give_its_result()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = Never });
        var task = pool.ApplyAsync(() => UntilAsked(gate, throwing: false), ct: source.Token);
        using var visit = await keeper.NextAsync();
        visit.Let();

        await source.CancelAsync();

        Assert.Equal(visit.ProcessId, await task.Soon());
    }

    [Fact]
    public async Task J10_CancelRunning_is_killed_after_the_grace_if_it_does_not_listen()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = TimeSpan.FromMilliseconds(100) });
        var task = pool.ApplyAsync(() => gate.Pass(), ct: source.Token);
        using var visit = await keeper.NextAsync();

        await source.CancelAsync();

        MustCarry(source, await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon()));
        Assert.False(Processes.IsAlive(visit.ProcessId));
        Assert.NotEqual(visit.ProcessId, await pool.ApplyAsync(() => Environment.ProcessId).Soon());
    }

    [Theory]
    [InlineData(Crime.Spin)]
    [InlineData(Crime.FinallyForever)]
    [InlineData(Crime.StarvePool)]
    public async Task Nothing_a_function_does_saves_it(Crime crime)
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = TimeSpan.Zero });
        var task = pool.ApplyAsync(
            () =>
            {
                gate.Announce();
                return Crimes.Commit(crime);
            },
            ct: source.Token
        );
        await Patience.Until(() => keeper.Announced == 1, "the function runs");

        await source.CancelAsync();

        MustCarry(source, await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon()));
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Fact]
    public async Task An_infinite_grace_only_asks()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = Never });
        var task = pool.MapAsync(x => PassAs(gate, x), new[] { 0, 1, 2 }, ct: source.Token);
        using var visit = await keeper.NextAsync();

        await source.CancelAsync();
        var next = pool.ApplyAsync(() => Environment.ProcessId);

        await Task.Delay(300);
        Assert.True(Processes.IsAlive(visit.ProcessId));
        Assert.False(next.IsCompleted);
        visit.Let();
        MustCarry(source, await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon()));
        Assert.Equal(visit.ProcessId, await next.Soon());
        Assert.False(keeper.SomebodyWaits);
    }

    [Fact]
    public async Task A_cancelled_map_ends_with_the_callers_token_and_leaves_no_work_behind()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var input = new ProducedItems();
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, CancelGrace = TimeSpan.FromMilliseconds(50) });
        var task = pool.MapAsync(x => PassAs(gate, x), input.Items(), ct: source.Token);
        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();

        await source.CancelAsync();

        MustCarry(source, await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon()));
        Assert.True(task.IsCanceled);
        await Patience.Until(() => input.WasDisposed, "the input is disposed");
        await Patience.Until(() => pool.GetStats() is { OpenCalls: 0, AssignedItems: 0 }, "nothing of it is left");
        Assert.False(keeper.SomebodyWaits);
        Assert.Equal([0, 1, 2], pool.Map(x => x, Enumerable.Range(0, 3)));
    }

    [Fact]
    public async Task A_blocking_map_can_be_cancelled_from_elsewhere()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = TimeSpan.Zero });
        var map = Task.Run(() => pool.Map(x => PassAs(gate, x), Enumerable.Range(0, 10), ct: source.Token));
        using var visit = await keeper.NextAsync();

        await source.CancelAsync();

        MustCarry(source, await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map.Soon()));
    }

    [Fact]
    public async Task A_cancelled_stream_gives_what_is_done_and_then_the_callers_token()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = TimeSpan.Zero });
        await using var results = pool.Imap(x => x < 2 ? x : PassAs(gate, x), Enumerable.Range(0, 10), ct: source.Token);
        Assert.Equal(0, results.Next(Patience.Limit));
        using var visit = await keeper.NextAsync();

        await source.CancelAsync();

        Assert.Equal(1, results.Next(Patience.Limit));
        MustCarry(source, Assert.ThrowsAny<OperationCanceledException>(() => results.Next(Patience.Limit)));
    }

    [Fact]
    public async Task Cancelled_outcomes_end_with_the_callers_token()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = TimeSpan.Zero });
        var task = pool.MapOutcomesAsync(x => PassAs(gate, x), Enumerable.Range(0, 10), ct: source.Token);
        using var visit = await keeper.NextAsync();

        await source.CancelAsync();

        MustCarry(source, await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon()));
    }

    [Fact]
    public async Task The_neighbours_of_a_cancelled_item_are_untouched()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, CancelGrace = TimeSpan.Zero });
        var neighbour = pool.ApplyAsync(() => PassAs(gate, 1));
        using var one = await keeper.NextAsync();
        var cancelled = pool.ApplyAsync(() => PassAs(gate, 2), ct: source.Token);
        using var two = await keeper.NextAsync();
        // Waits behind one of them.
        var waiting = pool.MapAsync(x => x, Enumerable.Range(0, 100));

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Soon());
        Assert.Equal(Enumerable.Range(0, 100), await waiting.Soon());
        Assert.True(Processes.IsAlive(one.ProcessId));
        one.Let();
        Assert.Equal(1, await neighbour.Soon());
    }

    [Fact]
    public async Task Work_that_waits_behind_a_killed_item_is_run_by_another_process()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = TimeSpan.Zero });
        var cancelled = pool.ApplyAsync(() => gate.Pass(), ct: source.Token);
        using var visit = await keeper.NextAsync();
        var waiting = pool.MapAsync(_ => Environment.ProcessId, Enumerable.Range(0, 10), new MapOptions { AtMostOnce = true });

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled.Soon());
        Assert.DoesNotContain(visit.ProcessId, await waiting.Soon());
    }

    [Fact]
    public async Task What_a_function_registered_with_its_token_is_called()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = Never });
        var task = pool.ApplyAsync(
            async () =>
            {
                var asked = new TaskCompletionSource();
                await using var registration = WorkerContext.Current!.CancellationToken.Register(asked.SetResult);
                gate.Announce();
                await asked.Task;
                return "asked";
            },
            ct: source.Token
        );
        await Patience.Until(() => keeper.Announced == 1, "the function runs");

        await source.CancelAsync();

        Assert.Equal("asked", await task.Soon());
    }

    [Fact]
    public void A_token_that_is_never_cancelled_changes_nothing()
    {
        using var source = new CancellationTokenSource();
        var pool = NewPool(1);

        Assert.False(pool.Apply(() => WorkerContext.Current!.CancellationToken.IsCancellationRequested, source.Token));
        Assert.Equal([0, 1, 2], pool.Map(x => x, Enumerable.Range(0, 3), ct: source.Token));
    }

    private static void MustCarry(CancellationTokenSource source, OperationCanceledException error) =>
        Assert.Equal(source.Token, error.CancellationToken);

    private static int UntilAsked(Gate gate, bool throwing)
    {
        gate.Pass();
        var asked = WorkerContext.Current!.CancellationToken;
        asked.WaitHandle.WaitOne();
        if (throwing)
            asked.ThrowIfCancellationRequested();
        return Environment.ProcessId;
    }

    private static long PassAs(Gate gate, long who)
    {
        gate.Pass(who);
        return who;
    }
}
