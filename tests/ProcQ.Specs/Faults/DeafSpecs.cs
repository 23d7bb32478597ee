using ProcQ.Specs.Faults.Evil;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>Workers that do not read what they are sent.</summary>
public sealed class DeafSpecs : FaultSpec
{
    private static readonly byte[] Large = new byte[16 * 1024 * 1024];

    [Theory, Ways(Sends = false)]
    public async Task F08_ChildNeverReads_ParentWritesBig(int workers)
    {
        var (pool, stage, deaf) = await DeafAsync(workers);
        var limit = new TaskOptions { Timeout = TimeSpan.FromMilliseconds(100) };

        var call = pool.ApplyAsync(static bytes => bytes.Length, Large, limit);
        await OthersMustGoOnAsync(pool, workers);

        Assert.Equal(limit.Timeout, (await Assert.ThrowsAsync<TaskTimeoutException>(() => call.Soon())).Timeout);
        // Whoever takes its place is sent everything from the beginning.
        Assert.Equal(Large.Length, await pool.ApplyAsync(static bytes => bytes.Length, Large).Soon());
        await deaf.Ended.Soon();
        await ServeAndEndAsync(pool, stage);
    }

    [Theory, Ways(Sends = false)]
    public async Task F10_CancelMidWrite(int workers)
    {
        var (pool, stage, deaf) = await DeafAsync(workers);
        using var cancel = new CancellationTokenSource();

        var call = pool.ApplyAsync(static bytes => bytes.Length, Large, ct: cancel.Token);
        await OthersMustGoOnAsync(pool, workers);
        Assert.False(call.IsCompleted);
        await cancel.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        Assert.Equal(cancel.Token, error.CancellationToken);
        // Half a frame is in its pipe: it is of no use any more.
        await deaf.Ended.Soon();
        Assert.True(deaf.Condemned.IsCancellationRequested);
        Assert.Equal(Large.Length, await pool.ApplyAsync(static bytes => bytes.Length, Large).Soon());
        await ServeAndEndAsync(pool, stage);
    }

    [Theory, Ways(Sends = false)]
    public async Task J02_DisposeBusy_while_a_write_waits(int workers)
    {
        var (pool, stage, _) = await DeafAsync(workers);

        var call = pool.ApplyAsync(static bytes => bytes.Length, Large);
        await OthersMustGoOnAsync(pool, workers);
        Assert.False(call.IsCompleted);
        await LeaveAsync(pool, stage);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
    }

    /// <summary>A pool whose first worker, once it is in, reads nothing for the rest of its life.</summary>
    private async Task<(ProcessPool Pool, Stage Stage, EvilWorker Deaf)> DeafAsync(int workers)
    {
        EvilWorker? deaf = null;
        var stage = new Stage(
            worker => worker.WorkerId == 0 && Interlocked.CompareExchange(ref deaf, worker, null) is null ? Stare : Honest,
            piecemeal: false
        );
        var pool = NewPool(stage, workers, new ProcessPoolOptions { CancelGrace = TimeSpan.FromMilliseconds(50) });
        await pool.WarmUpAsync().Soon();
        return (pool, stage, deaf!);
    }

    private static void Stare(Actor actor)
    {
        actor.Greet();
        actor.AwaitKill();
    }

    private static void Honest(Actor actor)
    {
        actor.Greet();
        actor.Serve();
    }

    /// <summary>The other workers, if there are any, do as they are told while the write to the deaf one waits.</summary>
    private static async Task OthersMustGoOnAsync(ProcessPool pool, int workers)
    {
        for (var i = 0; i < (workers > 1 ? 20 : 0); i++)
            Assert.Equal(3 * i, await pool.ApplyAsync(Triple, i).Soon());
    }
}
