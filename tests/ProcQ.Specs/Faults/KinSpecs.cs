using ProcQ.Specs.Exit;
using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>Workers that raise their hand against each other, and against their parent: ProcQ contains faults, and is no boundary against hostile code.</summary>
public sealed class KinSpecs : PoolSpec
{
    private const int Killed = 128 + 9;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(13)]
    public async Task E38_KillsSibling_all_of_them_each_the_next_one(int workers)
    {
        using var folder = new ScratchFolder();
        using var keeper = new GateKeeper();
        var (gate, victims) = (keeper.Gate, new Ledger(folder.In("victims")));
        var pool = NewPool(workers);
        var outcomes = pool.MapOutcomesAsync(
            x =>
            {
                gate.Pass(x);
                // The gate lets them through one by one, and the first would kill who still stands there.
                while (victims.Read().Length == 0)
                    Thread.Sleep(1);
                Crimes.KillProcess(int.Parse(victims.Read()[x]));
                return x;
            },
            Enumerable.Range(0, workers),
            // Or one that ended, and died before it could say so, would come to the gate again.
            new MapOptions { ChunkSize = 1, AtMostOnce = true }
        );
        var visits = new List<Visit>();
        while (visits.Count < workers)
            visits.Add(await keeper.NextAsync());
        visits.Sort((a, b) => a.Who.CompareTo(b.Who));
        Assert.Equal(workers, visits.Select(v => v.ProcessId).Distinct().Count());

        visits.ForEach(visit => visit.Let());
        victims.Note(string.Join('\n', Enumerable.Range(1, workers).Select(next => visits[next % workers].ProcessId)));

        var all = await outcomes.Soon();
        Assert.Equal(workers, all.Length);
        Assert.All(all, o => Assert.True(IsRight(o, visits[(int)o.Index].ProcessId), $"{o.Index}: {o.Status}, {o.Error}"));
        // Whoever was hit first had not come to its own blow, or never came to tell of it.
        Assert.Contains(all, o => o.Status == OutcomeStatus.WorkerLost);
        await MustServeAsync(pool);
        Assert.Equal(Enumerable.Range(0, 100), await pool.MapAsync(x => x, Enumerable.Range(0, 100)).Soon());
        visits.ForEach(visit => visit.Dispose());

        static bool IsRight(Outcome<int> outcome, int process) =>
            outcome.Status == OutcomeStatus.Succeeded
                ? outcome.Result == outcome.Index
                : outcome is { Status: OutcomeStatus.WorkerLost, Error: WorkerLostException error }
                    && (error.Index, error.ProcessId, error.ExitCode) == (outcome.Index, process, Killed);
    }

    [Fact]
    public async Task E37_KillsItsParentAttempt_succeeds_and_ends_all_of_them()
    {
        using var keeper = new GateKeeper();
        using var app = RunningApp.Start("parricide", keeper.Gate.Path);
        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();
        using var first = ProcessWatch.Of(one.ProcessId);
        using var second = ProcessWatch.Of(two.ProcessId);

        one.Let();
        two.Let();

        Assert.Equal(Killed, (await app.Ended()).ExitCode);
        first.MustEndWithin(Patience.Limit);
        second.MustEndWithin(Patience.Limit);
    }
}
