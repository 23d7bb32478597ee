namespace ProcQ.Specs.Support;

/// <summary>A spec that uses the pool of its class, and leaves it as it was.</summary>
public abstract class SharedPoolSpec : PoolSpec, IClassFixture<SharedPool>
{
    protected SharedPoolSpec(SharedPool shared)
        : base(shared.Pools) => Pool = shared.Pool;

    /// <summary>Two workers.</summary>
    protected ProcessPool Pool { get; }
}
