using ProcQ.Scheduling;

namespace ProcQ.Engine;

/// <summary>
/// What a pool's face and its open calls hold, and nothing that lives in the pool does: when the garbage collector comes for it, nobody is left who could
/// use the pool, await something of it or dispose it, and so the pool ends.
/// </summary>
internal sealed class LastUse(PoolEngine engine)
{
#pragma warning disable MA0055 // Nobody is left to call anything: the collector is the only one who can tell.
    ~LastUse() =>
        // Not here: everything else that is to be finalized would wait behind the engine's gate.
        ThreadPool.UnsafeQueueUserWorkItem(static engine => End(engine), engine, preferLocal: false);
#pragma warning restore MA0055

    /// <summary>The pool has been ended by its user.</summary>
#pragma warning disable CA1816 // It has nothing to dispose: it is only that nobody needs to be told any more.
    public void Over() => GC.SuppressFinalize(this);
#pragma warning restore CA1816

    /// <summary>One that is closed finishes what it has accepted, and ends by itself.</summary>
    private static void End(PoolEngine engine)
    {
        if (engine.Phase == PoolPhase.Open)
            engine.Terminate();
    }
}
