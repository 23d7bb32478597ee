using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>A pool that is disposed while nothing happens, and while calls are made: they are refused or ended, never left open.</summary>
public sealed class DisposeRaceSpecs : PoolSpec
{
    private const int Races = 10_000;
    private const int CallsEach = 4;

    [Fact]
    public async Task J01_DisposeIdle_takes_no_longer_than_the_grace_and_leaves_nobody()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 2, ShutdownGrace = Patience.Limit });
        await pool.WarmUpAsync().Soon();
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());

        await Task.Run(pool.Dispose).WaitAsync(Patience.Limit / 3);

        Assert.Empty(Alive());
        Assert.True(pool.Completion.IsCompletedSuccessfully);
    }

    /// <summary>Ten thousand pools, which have no process because they are paused, and two callers who never stop calling.</summary>
    [Fact]
    public async Task J08_SubmitVsDisposeRace_x1e4()
    {
        using var over = new CancellationTokenSource();
        var arena = new Arena();
        var callers = new[] { Task.Run(() => arena.CallUntil(over.Token)), Task.Run(() => arena.CallUntil(over.Token)) };
        for (var race = 0; race < Races; race++)
        {
            var pool = NewPool(
                new ProcessPoolOptions
                {
                    Workers = 1,
                    MinWorkers = 0,
                    SpareWorkers = 0,
                }
            );
            var paused = pool.ResizeAsync(0);
            arena.Enter(pool);
            Thread.SpinWait(race % 100 * 10);
            if (race % 2 == 0)
                pool.Dispose();
            else
                pool.Terminate();
            Assert.True(pool.Join(Patience.Limit));
            await paused.Soon();
        }

        await over.CancelAsync();
        var calls = (await Task.WhenAll(callers).Soon()).SelectMany(c => c).ToArray();

        // The pools have ended, so nobody can be waited for any more.
        Assert.All(calls, call => Assert.True(call.Call is null or { IsCompleted: true }, "a call is still open"));
        foreach (var (call, _) in calls.Where(c => c.Call is not null))
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call!);
        // Both happened, or there was no race.
        Assert.Contains(calls, c => c.Call is not null);
        Assert.Contains(calls, c => c.Call is null);
        Assert.Empty(Alive());
    }

    /// <summary>The pool of the hour, and those who call it.</summary>
    private sealed class Arena
    {
        private volatile ProcessPool? _pool;

        public void Enter(ProcessPool pool) => _pool = pool;

        /// <summary>Calls whichever pool there is; the call, or null and how it was refused.</summary>
        public List<(Task? Call, Exception? Refusal)> CallUntil(CancellationToken over)
        {
            var calls = new List<(Task?, Exception?)>();
            ProcessPool? last = null;
            for (var count = 0; !over.IsCancellationRequested; )
            {
                var pool = _pool;
                count = pool == last ? count + 1 : 0;
                last = pool;
                if (pool is null || count >= CallsEach)
                    Thread.Yield();
                else
                    calls.Add(Call(pool, count));
            }

            return calls;
        }

        private static (Task?, Exception?) Call(ProcessPool pool, int which)
        {
            try
            {
                return which % 2 == 0 ? (pool.ApplyAsync(() => 1), null) : (pool.MapAsync(x => x, new[] { 1, 2, 3 }), null);
            }
            catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
            {
                return (null, e);
            }
        }
    }
}
