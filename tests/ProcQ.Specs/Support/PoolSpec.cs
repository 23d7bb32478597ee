using ProcQ.Launching;

namespace ProcQ.Specs.Support;

/// <summary>What every spec of pools has: pools of its own that end with it, and explain themselves when something hangs.</summary>
public abstract class PoolSpec : ProcessSpec
{
    private readonly OwnPools _own;
    private readonly OwnPools? _shared;

    protected PoolSpec() => _own = new OwnPools(OwnMark);

    private protected PoolSpec(OwnPools shared)
        : this() => _shared = shared;

    /// <summary>A pool of this spec, with no process beside its workers.</summary>
    protected ProcessPool NewPool(int workers = 1) => NewPool(new ProcessPoolOptions { Workers = workers, SpareWorkers = 0 });

    /// <summary>A pool of this spec. What its workers write is dropped unless the options say otherwise.</summary>
    protected ProcessPool NewPool(ProcessPoolOptions options) =>
        _own.New(options.Output == WorkerOutput.Inherit ? options with { Output = WorkerOutput.Discard } : options);

    /// <summary>A pool of this spec whose workers are launched in another way.</summary>
    private protected ProcessPool NewPool(ProcessPoolOptions options, Func<LaunchSettings, LaunchSettings> launch) =>
        _own.New(options, launch);

    /// <summary>A pool of this spec with the options as they are.</summary>
    protected ProcessPool NewPlainPool(ProcessPoolOptions options) => _own.New(options);

    /// <summary>Whatever has happened to the pool, it serves a fresh call soon.</summary>
    protected static async Task MustServeAsync(ProcessPool pool) =>
        Assert.Equal(42, await pool.ApplyAsync(static x => x + 1, 41).WaitAsync(Patience.Fresh));

    /// <summary>Living processes of this spec's pools, and what they started.</summary>
    protected IReadOnlyList<int> Alive() => _own.Alive();

    private protected override Task EndAsync() => _own.EndAsync();

    private protected override string Explain() => $"{_own.Report()}\n{_shared?.Report()}";

    private protected override IReadOnlyList<int> Involved() => [.. _own.Alive(), .. _shared?.Alive() ?? []];

    private protected override void Break()
    {
        _own.Break();
        _shared?.Break();
    }
}
