using System.Diagnostics;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>A machine that has four times as much to do as it can. That is no fault of any worker.</summary>
[Collection(Alone.Name)]
public sealed class LoadSpecs : PoolSpec
{
    private readonly List<Process> _busy = [];

    [Fact]
    public async Task On_a_machine_with_four_times_its_load_no_healthy_worker_is_killed()
    {
        for (var i = 0; i < 4 * Environment.ProcessorCount; i++)
            _busy.Add(Spinning());
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                SpareWorkers = 1,
                TaskTimeout = TimeSpan.FromSeconds(20),
            }
        );
        await pool.WarmUpAsync().Soon();
        int[] before = [.. pool.GetStats().Workers.Select(w => w.ProcessId)];

        var calls = Enumerable.Range(0, 200).Select(x => pool.ApplyAsync(BusyJobs.SpinFor20Milliseconds, x)).ToArray();
        var items = pool.MapAsync(x => x + 1, Enumerable.Range(0, 100_000));
        await pool.ResizeAsync(3).Soon();

        Assert.Equal(Enumerable.Range(1, 100_000), await items.Soon());
        Assert.Equal(200, (await Task.WhenAll(calls).Soon()).Length);
        var after = pool.GetStats().Workers;
        Assert.Equal(before, after.Take(2).Select(w => w.ProcessId));
        Assert.All(after, w => Assert.Equal((0L, null), (w.Restarts, w.UnresponsiveFor)));
    }

    private protected override async Task EndAsync()
    {
        foreach (var process in _busy)
        {
            process.Kill();
            await process.WaitForExitAsync().Soon();
            process.Dispose();
        }

        await base.EndAsync();
    }

    private Process Spinning()
    {
        var start = new ProcessStartInfo("sh", ["-c", "while :; do :; done"]);
        OwnMark.On(start);
        return Process.Start(start)!;
    }
}
