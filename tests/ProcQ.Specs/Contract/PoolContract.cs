using ProcQ.Specs.Support;

namespace ProcQ.Specs.Contract;

/// <summary>What every kind of pool promises: the same specs for all of them.</summary>
public abstract class PoolContract<TKind> : ProcessSpec, IClassFixture<KindFixture<TKind>>
    where TKind : PoolKind, new()
{
    private readonly PoolKind _kind;
    private readonly List<WorkerPool> _own = [];

    protected PoolContract(KindFixture<TKind> shared) => (Pool, _kind) = (shared.Pool, shared.Kind);

    /// <summary>Two workers; to be left as it was.</summary>
    protected WorkerPool Pool { get; }

    /// <summary>Workers are processes of their own.</summary>
    protected bool AreProcesses => _kind is ProcessKind;

    protected static MapOptions OneByOne { get; } = new() { ChunkSize = 1 };

    /// <summary>A pool of this spec, which ends with it.</summary>
    protected WorkerPool NewPool(PoolSetup setup)
    {
        var pool = _kind.Make(setup, OwnMark);
        _own.Add(pool);
        return pool;
    }

    protected Task WarmUpAsync(WorkerPool pool) => _kind.WarmUpAsync(pool).Soon();

    private protected override async Task EndAsync()
    {
        foreach (var pool in _own)
            await pool.DisposeAsync().AsTask().Soon();
    }

    private protected override void Break()
    {
        base.Break();
        foreach (var pool in _own)
            new Thread(pool.Terminate) { IsBackground = true }.Start();
    }
}
