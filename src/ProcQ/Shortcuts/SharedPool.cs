namespace ProcQ.Shortcuts;

/// <summary>
/// The pool behind the shortcuts, one in a process, which nobody makes and nobody disposes. It starts with the first call, another takes its place
/// when it has ended or can start no workers, and it leaves with the process.
/// </summary>
/// <remarks>
/// A process that is killed needs nothing: the kernel ends its workers. One that ends by itself takes the pool down first, which also removes its folder.
/// A call that is made even later, in another handler of the same event, finds no pool and starts one, which the kernel ends.
/// </remarks>
internal static class SharedPool
{
    // Longer than the pool's own shutdown takes. What still hangs then does not keep the process.
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    // Calls of many threads must not wait for each other: one may hang until its time is up. Each busy one costs the memory of a process, so there
    // is an end to it, beyond what a machine has processors for.
    private static readonly int MostWorkers = Math.Max(64, Environment.ProcessorCount);

    private static readonly Lock Gate = new();

    // Guarded by the gate.
    private static ProcessPool? _pool;
    private static bool _seenOff;

    /// <summary>The pool as it is now, usable when this looked.</summary>
    public static ProcessPool Get()
    {
        lock (Gate)
        {
            if (_pool is { IsUsable: true } pool)
                return pool;
            // One that can start no workers still has a folder and loops. It ends by itself once it is told to.
            _pool?.Terminate();
            _pool = New();
            return _pool;
        }
    }

    private static ProcessPool New()
    {
        var pool = new ProcessPool(
            new ProcessPoolOptions
            {
                Name = "shared",
                Workers = MostWorkers,
                MinWorkers = 1,
                SpareWorkers = 1,
                // Nothing that runs when the process ends will ever be asked for.
                ShutdownGrace = TimeSpan.Zero,
            }
        );
        if (!_seenOff)
        {
            _seenOff = true;
            AppDomain.CurrentDomain.ProcessExit += static (_, _) => End();
        }

        return pool;
    }

    private static void End()
    {
        ProcessPool? pool;
        lock (Gate)
            (pool, _pool) = (_pool, null);
        if (pool is null)
            return;
        pool.Terminate();
        pool.Join(Farewell);
    }
}
