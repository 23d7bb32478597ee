using ProcQ.Specs.Support;

namespace ProcQ.Specs.Contract;

/// <summary>A pool of two workers of a kind, for all specs of a class that leave it as it was.</summary>
public sealed class KindFixture<TKind> : IAsyncLifetime
    where TKind : PoolKind, new()
{
    private readonly SpecMark _mark = new() { Test = "A spec of the shared pool" };

    public KindFixture() => Pool = Kind.Make(new PoolSetup { Workers = 2 }, _mark);

    public PoolKind Kind { get; } = new TKind();

    public WorkerPool Pool { get; }

    public Task InitializeAsync() => Kind.WarmUpAsync(Pool).Soon();

    public async Task DisposeAsync()
    {
        await Pool.DisposeAsync().AsTask().Soon();
        await _mark.MustLeaveNothingAsync();
    }
}
