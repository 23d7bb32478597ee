namespace ProcQ.Specs.Support;

/// <summary>A pool of two workers for all specs of a class that leave it as it was.</summary>
public sealed class SharedPool : IAsyncLifetime
{
    private readonly SpecMark _mark = new() { Test = "A spec of the shared pool" };
    private readonly OwnPools _pools;

    public SharedPool()
    {
        _pools = new OwnPools(_mark);
        Pool = _pools.New(
            new ProcessPoolOptions
            {
                Workers = 2,
                Output = WorkerOutput.Discard,
                Name = "shared",
            }
        );
    }

    public ProcessPool Pool { get; }

    public Task InitializeAsync() => Pool.WarmUpAsync().Soon();

    public async Task DisposeAsync()
    {
        await _pools.EndAsync();
        await _mark.MustLeaveNothingAsync();
    }

    internal OwnPools Pools => _pools;
}
