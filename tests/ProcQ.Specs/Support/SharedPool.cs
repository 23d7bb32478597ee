namespace ProcQ.Specs.Support;

/// <summary>A pool of two workers for all specs of a class that leave it as it was.</summary>
public sealed class SharedPool : IAsyncLifetime
{
    private readonly OwnPools _pools = new();

    public SharedPool() =>
        Pool = _pools.New(
            new ProcessPoolOptions
            {
                Workers = 2,
                Output = WorkerOutput.Discard,
                Name = "shared",
            }
        );

    public ProcessPool Pool { get; }

    public Task InitializeAsync() => Pool.WarmUpAsync().Soon();

    public Task DisposeAsync() => _pools.EndAsync();

    internal OwnPools Pools => _pools;
}
