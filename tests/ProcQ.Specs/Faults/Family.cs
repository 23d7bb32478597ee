using System.Diagnostics;
using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>Two idle workers and what they have started. Whatever of it is left is killed in the end.</summary>
internal sealed class Family(ProcessPool pool, int[] workers, IEnumerable<int> offspring) : IDisposable
{
    private const int SigKill = 9;

    /// <summary>What the workers started: living, so far.</summary>
    public List<ProcessWatch> Offspring { get; } = [.. offspring.Select(ProcessWatch.Of)];

    /// <summary>It goes on, unless its disposal was the end.</summary>
    public ProcessPool Pool => pool;

    /// <summary>Ends both workers, and waits until the pool knows.</summary>
    public async Task EndWorkersAsync(WorkersEnd end)
    {
        Assert.All(workers, worker => Assert.True(Processes.IsAlive(worker)));
        Assert.All(Offspring, one => one.MustLive());
        switch (end)
        {
            case WorkersEnd.KilledFromOutside:
                Array.ForEach(workers, Crimes.KillProcess);
                break;
            case WorkersEnd.Crash:
                await InBothAsync(Crime.Segv, typeof(WorkerLostException));
                break;
            case WorkersEnd.TimeLimit:
                await InBothAsync(Crime.Sleep, typeof(TaskTimeoutException));
                break;
            case WorkersEnd.Retirement:
                await InBothAsync(Crime.None, null);
                break;
            case WorkersEnd.Disposal:
                await pool.DisposeAsync().AsTask().Soon();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(end));
        }

        await Patience.Until(() => !workers.Any(Processes.IsAlive), "both workers are gone");
    }

    /// <summary>All of them, from now on.</summary>
    public void MustEndWithin(TimeSpan limit)
    {
        var clock = Stopwatch.StartNew();
        Assert.All(Offspring, one => one.MustEndWithin(limit > clock.Elapsed ? limit - clock.Elapsed : TimeSpan.Zero));
    }

    public void Dispose()
    {
        foreach (var one in Offspring)
        {
            if (!one.EndsWithin(TimeSpan.Zero))
                one.Signal(SigKill);
            one.Dispose();
        }
    }

    /// <summary>One item in each: neither begins to end before both have begun.</summary>
    private async Task InBothAsync(Crime crime, Type? error)
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var options = new TaskOptions { Timeout = error == typeof(TaskTimeoutException) ? TimeSpan.FromSeconds(1) : null };
        var calls = Enumerable
            .Range(0, 2)
            .Select(_ =>
                pool.ApplyAsync(
                    () =>
                    {
                        gate.Pass();
                        return Crimes.Commit(crime);
                    },
                    options
                )
            )
            .ToArray();
        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();
        Assert.Equal(workers.Order(), ((int[])[one.ProcessId, two.ProcessId]).Order());
        one.Let();
        two.Let();
        foreach (var call in calls)
        {
            if (error is null)
                await call.Soon();
            else
                await Assert.ThrowsAsync(error, () => call.Soon());
        }
    }
}
