namespace ProcQ.Calls;

/// <summary>Tells whether this code runs in a worker of the pool it calls. There it must not wait: if all workers do, nobody is left to run what they wait for.</summary>
/// <param name="pool">What the contexts of its workers name; null when its workers are processes.</param>
/// <param name="name">The pool's name.</param>
internal sealed class OwnWorkers(object? pool, string name)
{
    /// <summary>None of them run in this process.</summary>
    public static OwnWorkers None { get; } = new(null, "");

    public void ThrowIfOneWaits()
    {
        if (pool is not null && WorkerContext.Current?.Pool == pool)
            throw new InvalidOperationException(
                $"A worker of the pool '{name}' must not wait for the pool itself: when all of them do, none is left to run what they wait for. "
                    + "Use another pool for the calls inside, or make them from outside."
            );
    }
}
