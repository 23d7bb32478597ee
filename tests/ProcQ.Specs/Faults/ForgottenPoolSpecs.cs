using System.Runtime.CompilerServices;
using ProcQ.Specs.Pool;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>A pool that nobody disposes and nobody knows any more. These specs make their pools themselves: a list of them would be somebody who knows.</summary>
public sealed class ForgottenPoolSpecs : ProcessSpec
{
    [Fact]
    public async Task G20_FinalizerOfUndisposedPool_ends_its_workers()
    {
        await UseAndForgetAsync();

        await Collected(() => Alive().Count == 0, "the workers are gone");
    }

    [Fact]
    public async Task G20_FinalizerOfUndisposedPool_that_was_never_used()
    {
        await StartAndForgetAsync();

        await Collected(() => Alive().Count == 0, "the workers are gone");
    }

    [Fact]
    public async Task G20_FinalizerOfUndisposedPool_whose_stream_was_dropped()
    {
        DropStream();

        await Collected(() => Alive().Count == 0, "the workers are gone");
    }

    [Theory]
    [InlineData("single")]
    [InlineData("map")]
    [InlineData("stream")]
    public async Task G20_Whoever_waits_for_a_call_uses_the_pool(string kind)
    {
        using var keeper = new GateKeeper();
        var call = Call(kind, keeper.Gate);
        using var visit = await keeper.NextAsync();

        // As long as the item runs, nobody else refers to the pool.
        for (var i = 0; i < 5; i++)
        {
            Collect();
            await Task.Delay(20);
        }

        Assert.NotEmpty(Alive());
        visit.Let();
        Assert.Equal(7, await call.Soon());
        await Collected(() => Alive().Count == 0, "the workers are gone");
    }

    [Fact]
    public async Task G20_Whoever_waits_for_the_workers_uses_the_pool()
    {
        var warm = Warm();
        while (!warm.IsCompleted)
        {
            Collect();
            await Task.Delay(5);
        }

        await warm;
        await Collected(() => Alive().Count == 0, "the workers are gone");
    }

    [Fact]
    public async Task G20_A_closed_pool_that_nobody_knows_finishes_what_it_took()
    {
        using var folder = new ScratchFolder();
        using var keeper = new GateKeeper();
        var ledger = new Ledger(folder.In("ledger"));
        CloseAndForget(keeper.Gate, ledger);
        using var visit = await keeper.NextAsync();
        for (var i = 0; i < 5; i++)
            Collect();

        visit.Let();
        keeper.Open();

        await Patience.Until(() => Alive().Count == 0, "the workers have left");
        Assert.Equal(20, ledger.Read().Length);
    }

    // Each in a method of its own: what a method of a test has in hand may live as long as the method.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task UseAndForgetAsync()
    {
        var pool = NewPool();
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
        Assert.Equal(3, (await pool.MapAsync(x => x, new[] { 1, 2, 3 }).Soon()).Length);
        Assert.NotEmpty(Alive());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task StartAndForgetAsync()
    {
        var pool = NewPool();
        await Patience.Until(() => Alive().Count > 0, "a process was started");
        GC.KeepAlive(pool);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DropStream() => Assert.Equal(0, NewPool().Imap(x => x, new ProducedItems().Items()).Next(Patience.Limit));

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task<int> Call(string kind, Gate gate) =>
        kind switch
        {
            "single" => NewPool().ApplyAsync(Pass, gate),
            "map" => MapAsync(gate),
            _ => StreamAsync(gate),
        };

    private async Task<int> MapAsync(Gate gate) => (await NewPool().MapAsync(Pass, new[] { gate }))[0];

    private async Task<int> StreamAsync(Gate gate)
    {
        await foreach (var result in NewPool().Imap(Pass, new[] { gate }))
            return result;
        return 0;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Task Warm() => NewPool().WarmUpAsync();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void CloseAndForget(Gate gate, Ledger ledger)
    {
        var pool = NewPool();
        pool.Imap(
            x =>
            {
                gate.Pass(x);
                ledger.Note($"{x}");
                return x;
            },
            Enumerable.Range(0, 20)
        );
        pool.Close();
    }

    private static int Pass(Gate gate)
    {
        gate.Pass();
        return 7;
    }

    private ProcessPool NewPool() =>
        new(
            new ProcessPoolOptions
            {
                Workers = 1,
                Output = WorkerOutput.Discard,
                EnvironmentVariables = OwnMark.On(new Dictionary<string, string?>()),
            }
        );

    private List<int> Alive() => OwnMark.Alive();

    private static Task Collected(Func<bool> isSo, string what) =>
        Patience.Until(
            () =>
            {
                Collect();
                return isSo();
            },
            what
        );

    private static void Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }
}
