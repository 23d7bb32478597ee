using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Things happen while megabytes are on their way.</summary>
public sealed class LargeTrafficSpecs : PoolSpec
{
    private static readonly byte[] Large = [.. Enumerable.Range(0, 30_000_000).Select(i => (byte)(i * 7))];

    [Fact]
    public async Task A_worker_that_is_killed_while_an_argument_is_half_written_costs_that_argument_nothing()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        var first = pool.ApplyAsync(() => StopAt(gate));
        using var visit = await Stopped(keeper);

        // It goes into the pipe of a process that does not read.
        var second = pool.ApplyAsync(b => b.Length, Large);
        var third = pool.MapAsync(x => x, Enumerable.Range(0, 10));
        await Patience.Until(() => pool.GetStats().OpenCalls == 3, "all were sent");
        Crimes.KillProcess(visit.ProcessId);

        await Assert.ThrowsAsync<WorkerLostException>(() => first.Soon());
        Assert.Equal(Large.Length, await second.Soon());
        Assert.Equal(Enumerable.Range(0, 10), await third.Soon());
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_its_argument_is_half_written_ends_and_spoils_nothing()
    {
        using var keeper = new GateKeeper();
        using var source = new CancellationTokenSource();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, CancelGrace = Patience.Limit });
        var first = pool.ApplyAsync(() => StopAt(gate));
        using var visit = await Stopped(keeper);
        var second = pool.ApplyAsync(b => b.Length, Large, ct: source.Token);

        await source.CancelAsync();
        Crimes.Continue(visit.ProcessId);

        Assert.Equal(visit.ProcessId, await first.Soon());
        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.Soon());
        Assert.Equal(source.Token, error.CancellationToken);
        Assert.Equal(visit.ProcessId, await pool.ApplyAsync(() => Environment.ProcessId).Soon());
    }

    [Fact]
    public async Task A_pool_that_is_disposed_while_an_argument_is_half_written_ends()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, ShutdownGrace = TimeSpan.Zero });
        var first = pool.ApplyAsync(() => StopAt(gate));
        using var visit = await Stopped(keeper);
        var second = pool.ApplyAsync(b => b.Length, Large);

        await pool.DisposeAsync().AsTask().Soon();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.Soon());
        Assert.Empty(Alive());
    }

    [Fact]
    public async Task A_worker_that_is_killed_at_any_moment_of_a_large_result_gives_it_whole_or_not_at_all()
    {
        var pool = NewPool(1);
        var random = new Random(5);
        var (whole, lost) = (0, 0);
        for (var i = 0; i < 10; i++)
        {
            var pid = pool.Apply(() => Environment.ProcessId);
            var call = pool.ApplyAsync(n => new byte[n], Large.Length);
            Thread.SpinWait(random.Next(3_000_000));
            Crimes.KillProcess(pid);
            try
            {
                Assert.Equal(Large.Length, (await call.Soon()).Length);
                whole++;
            }
            catch (WorkerLostException e)
            {
                Assert.Equal(pid, e.ProcessId);
                lost++;
            }
        }

        Assert.Equal(10, whole + lost);
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    private static int StopAt(Gate gate)
    {
        gate.Announce();
        Crimes.Stop(Environment.ProcessId);
        return Environment.ProcessId;
    }

    private static async Task<StoppedWorker> Stopped(GateKeeper keeper)
    {
        await Patience.Until(() => keeper.Announced == 1, "the function runs");
        var pid = keeper.LastAnnounced;
        await Patience.Until(() => Processes.IsStopped(pid), "the worker is stopped");
        return new StoppedWorker(pid);
    }

    private sealed record StoppedWorker(int ProcessId) : IDisposable
    {
        public void Dispose() => Crimes.Continue(ProcessId);
    }
}
