using ProcQ.Specs.Faults.Evil;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>A pool that is disposed while nothing happens, and while calls are made: they are refused or ended, never left open.</summary>
[Collection(Alone.Name)]
public sealed class DisposeRaceSpecs : FaultSpec
{
    private const int Races = 10_000;
    private const int CallsEach = 4;
    private const int Answer = 42;

    // Ten thousand pools take their time on a busy machine.
    protected override TimeSpan TimeLimit => 3 * Patience.SpecLimit;

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

    /// <summary>Ten thousand pools, each with a worker that serves, and two callers who never stop calling.</summary>
    [Fact]
    public async Task J08_SubmitVsDisposeRace_x1e4()
    {
        using var over = new CancellationTokenSource();
        var arena = new Arena();
        var callers = new[] { Task.Run(() => arena.CallUntil(over.Token)), Task.Run(() => arena.CallUntil(over.Token)) };
        for (var race = 0; race < Races; race++)
        {
            var stage = new Stage(static _ => Serve, piecemeal: false);
            var pool = NewPool(stage, workers: 1);
            if (race % 4 < 2)
                await pool.WarmUpAsync().Soon();
            arena.Enter(pool);
            Thread.SpinWait(race % 100 * 100);
            if (race % 2 == 0)
                pool.Dispose();
            else
                pool.Terminate();
            Assert.True(pool.Join(Patience.Limit));
            await stage.EndedAsync();
        }

        await over.CancelAsync();
        var calls = (await Task.WhenAll(callers).Soon()).SelectMany(c => c).ToArray();

        // The pools have ended, so nobody can be waited for any more.
        Assert.All(calls, call => Assert.True(call is null or { IsCompleted: true }, "a call is still open"));
        var ends = await Task.WhenAll(calls.Select(EndOfAsync));
        // All of it happened, or there was no race.
        Assert.Equal(["cancelled", "refused", "result"], ends.Distinct().Order());
    }

    private static void Serve(Actor actor)
    {
        actor.Greet();
        actor.Serve();
    }

    private static async Task<string> EndOfAsync(Task<int>? call)
    {
        try
        {
            return call is null ? "refused"
                : await call == Answer ? "result"
                : "wrong";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
    }

    /// <summary>The pool of the hour, and those who call it.</summary>
    private sealed class Arena
    {
        private volatile ProcessPool? _pool;

        public void Enter(ProcessPool pool) => _pool = pool;

        /// <summary>Calls whichever pool there is; the call, or null where it was refused.</summary>
        public List<Task<int>?> CallUntil(CancellationToken over)
        {
            var calls = new List<Task<int>?>();
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

        private static Task<int>? Call(ProcessPool pool, int which)
        {
            try
            {
                return which % 2 == 0 ? pool.ApplyAsync(() => Answer) : MapAsync(pool);
            }
            catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
            {
                return null;
            }
        }

        private static Task<int> MapAsync(ProcessPool pool)
        {
            var call = pool.MapAsync(x => x, new[] { 1, 1, Answer - 2 });
            return SumAsync(call);

            static async Task<int> SumAsync(Task<int[]> call) => (await call).Sum();
        }
    }
}
