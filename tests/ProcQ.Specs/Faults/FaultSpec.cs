using ProcQ.Launching;
using ProcQ.Specs.Faults.Evil;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>
/// One worker misbehaves, the others are honest, and the pool around them is the whole product. After every play a fresh call is served, the pool ends,
/// and nothing is left.
/// </summary>
public abstract class FaultSpec : PoolSpec
{
    /// <summary>Items of the call whose first item goes to the villain.</summary>
    private protected const int Victims = 3;

    private protected static readonly MapOptions Together = new() { ChunkSize = Victims };

    /// <summary>What every item is asked, unless a spec asks something else.</summary>
    private protected static readonly Func<int, int> Triple = static x => 3 * x;

    /// <summary>A pool whose workers play on this stage.</summary>
    private protected ProcessPool NewPool(
        Stage stage,
        int workers,
        ProcessPoolOptions? options = null,
        Func<LaunchSettings, LaunchSettings>? launch = null
    ) =>
        NewPool(
            (options ?? new ProcessPoolOptions()) with
            {
                Workers = workers,
                SpareWorkers = 0,
            },
            settings =>
            {
                // A machine under load is no reason to turn an honest worker away.
                settings = settings with
                {
                    Spawner = stage,
                    HelloTimeout = Patience.Limit,
                };
                return launch is null ? settings : launch(settings);
            }
        );

    /// <summary>As below, with what every item is asked as usual.</summary>
    private protected Task<Play<int>> PlayAsync(
        int workers,
        bool piecemeal,
        Action<Actor, Assignment> crime,
        MapOptions? options = null,
        int victims = Victims,
        ProcessPoolOptions? pool = null
    ) => PlayAsync(workers, piecemeal, Triple, crime, options, victims, pool);

    /// <summary>
    /// A pool is up. The first item of a call goes to the villain, who begins it and then commits the crime; every other worker holds its own items until
    /// that is over, and then runs them. The villain, if it still lives, is honest from then on, and so is who takes its place.
    /// </summary>
    private protected async Task<Play<TResult>> PlayAsync<TResult>(
        int workers,
        bool piecemeal,
        Func<int, TResult> f,
        Action<Actor, Assignment> crime,
        MapOptions? options = null,
        int victims = Victims,
        ProcessPoolOptions? pool = null
    )
    {
        var drama = new Drama(crime);
        var stage = new Stage(drama.Cast, piecemeal);
        var own = NewPool(stage, workers, pool);
        await own.WarmUpAsync().Soon();
        // The first free worker is the one of place 0.
        var doomed = own.MapOutcomesAsync(f, Enumerable.Range(0, victims), options ?? Together);
        await drama.Rises.Soon();
        var bystanders = own.MapOutcomesAsync(f, Enumerable.Range(0, victims > Victims ? 0 : 3 * (workers - 1)), Together);
        var (died, lived) = (await doomed.Soon(), await bystanders.Soon());
        await ServeAndEndAsync(own, stage);
        return new Play<TResult>(f, drama.CrimeScene, died, lived, stage);
    }

    /// <summary>The crime is a breach of the protocol that costs the villain its life: its item is lost, everything else is unaffected.</summary>
    private protected async Task IsViolationAsync(
        int workers,
        bool piecemeal,
        string what,
        Action<Actor, Assignment> crime,
        MapOptions? options = null,
        int victims = Victims,
        ProcessPoolOptions? pool = null
    )
    {
        var play = await PlayAsync(
            workers,
            piecemeal,
            (actor, batch) =>
            {
                crime(actor, batch);
                actor.AwaitKill();
            },
            options,
            victims,
            pool
        );

        var lost = play.MustLoseTheVictim();
        Assert.Contains("it broke the protocol", lost.ExitReason, StringComparison.Ordinal);
        Assert.Contains(what, lost.ExitReason, StringComparison.Ordinal);
        // A pool that ends may not have come to replace it.
        Assert.InRange(play.Stage.Workers.Count, Math.Max(2, workers), workers + 1);
    }

    /// <summary>So many that everybody gets a second batch, also the villain.</summary>
    private protected static int Plenty(int workers) => 2 * Victims * (workers + 1);

    /// <summary>The common end of every fault: a fresh call is served, the pool ends in time, and nothing is left.</summary>
    private protected static async Task ServeAndEndAsync(ProcessPool pool, Stage stage)
    {
        await MustServeAsync(pool);
        var stats = pool.GetStats();
        Assert.Equal((0, 0L, 0L), (stats.OpenCalls, stats.QueuedItems, stats.AssignedItems));
        await LeaveAsync(pool, stage);
        await pool.Completion;
    }

    /// <summary>The pool ends in time, and nothing is left.</summary>
    private protected static async Task LeaveAsync(ProcessPool pool, Stage stage)
    {
        await pool.DisposeAsync().AsTask().Soon();
        await stage.EndedAsync();
        await stage.MustHaveLeftNothingAsync();
    }
}
