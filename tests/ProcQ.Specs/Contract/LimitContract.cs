using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Contract;

/// <summary>Items that do not end in time, or are not wanted any more.</summary>
public abstract class LimitContract<TKind>(KindFixture<TKind> shared) : PoolContract<TKind>(shared)
    where TKind : PoolKind, new()
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(150);

    [Fact]
    public async Task An_item_that_does_not_stop_in_time_ends_and_its_worker_is_replaced()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup { TaskTimeout = Short });

        var error = await Assert.ThrowsAsync<TaskTimeoutException>(() => pool.ApplyAsync(() => gate.Pass()).Soon());

        Assert.Equal((Short, 0L, 0), (error.Timeout, error.Index, error.WorkerId));
        Assert.Contains(AreProcesses ? "was killed" : "was abandoned", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
        Assert.Equal(1, pool.GetStats().Workers[0].Restarts);
    }

    [Fact]
    public async Task An_item_that_stops_when_it_is_asked_has_timed_out_and_keeps_its_worker()
    {
        var pool = NewPool(new PoolSetup { TaskTimeout = Short, Grace = Patience.Limit });

        var outcomes = await pool.MapOutcomesAsync(WaitAt1, [0, 1, 2], new MapOptions { ChunkSize = 3 }).Soon();

        Assert.Equal([OutcomeStatus.Succeeded, OutcomeStatus.TimedOut, OutcomeStatus.Succeeded], outcomes.Select(o => o.Status));
        Assert.IsType<TaskTimeoutException>(outcomes[1].Error);
        Assert.Equal(0, pool.GetStats().Workers[0].Restarts);
    }

    [Fact]
    public async Task Items_in_the_same_batch_as_one_that_hangs_are_not_touched()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup());
        var options = new MapOptions { ChunkSize = 10, Timeout = Short };

        var outcomes = await pool.MapOutcomesAsync(x => PassAt(gate, 4, x), Enumerable.Range(0, 10), options).Soon();

        Assert.Equal(OutcomeStatus.TimedOut, outcomes[4].Status);
        Assert.All(outcomes.Where(o => o.Index != 4), o => Assert.Equal((int)o.Index, o.Result));
    }

    [Fact]
    public async Task With_retries_an_item_runs_again()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup());
        // Long enough for a worker that has just been started on a busy machine: the second attempt is to succeed.
        var options = new TaskOptions { Timeout = TimeSpan.FromSeconds(2), Retries = 1 };

        var task = pool.ApplyAsync(
            () =>
            {
                if (WorkerContext.Current!.Attempt == 1)
                    gate.Pass();
                return WorkerContext.Current.Attempt;
            },
            options
        );

        Assert.Equal(2, await task.Soon());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_asks_what_runs_and_never_begins_what_waits()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup { Grace = Patience.Limit });
        var running = pool.ApplyAsync(() => WaitForToken(gate), ct: source.Token);
        var waiting = pool.ApplyAsync(() => gate.Announce(), ct: source.Token);
        (await keeper.NextAsync()).Let();

        await source.CancelAsync();

        Assert.Equal(
            source.Token,
            (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Soon())).CancellationToken
        );
        Assert.Equal(
            source.Token,
            (await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon())).CancellationToken
        );
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
        Assert.Equal((0, 0L), (keeper.Announced, pool.GetStats().Workers[0].Restarts));
    }

    [Fact]
    public async Task A_cancelled_item_that_does_not_stop_loses_its_worker_after_the_grace()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new PoolSetup());
        var running = pool.MapOutcomesAsync(x => PassAt(gate, 0, x), [0, 1], OneByOne, source.Token);
        using var visit = await keeper.NextAsync();

        await source.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Soon());
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
        Assert.Equal(1, pool.GetStats().Workers[0].Restarts);
    }

    [Fact]
    public async Task A_token_that_is_cancelled_already_makes_no_call()
    {
        var cancelled = new CancellationToken(canceled: true);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Pool.ApplyAsync(() => 1, ct: cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => Pool.Map(x => x, [1], ct: cancelled));
    }

    private static int WaitAt1(int x)
    {
        if (x != 1)
            return x;
        var token = WorkerContext.Current!.CancellationToken;
        token.WaitHandle.WaitOne();
        token.ThrowIfCancellationRequested();
        return -1;
    }

    private static int WaitForToken(Gate gate)
    {
        gate.Pass();
        return WaitAt1(1);
    }

    private static int PassAt(Gate gate, int at, int x)
    {
        if (x == at)
            gate.Pass();
        return x;
    }
}

/// <summary>Of processes.</summary>
public sealed class ProcessLimitSpecs(KindFixture<ProcessKind> shared) : LimitContract<ProcessKind>(shared);

/// <summary>Of threads.</summary>
public sealed class ThreadLimitSpecs(KindFixture<ThreadKind> shared) : LimitContract<ThreadKind>(shared);

/// <summary>Of threads that get copies.</summary>
public sealed class CopyingThreadLimitSpecs(KindFixture<CopyingThreadKind> shared) : LimitContract<CopyingThreadKind>(shared);
