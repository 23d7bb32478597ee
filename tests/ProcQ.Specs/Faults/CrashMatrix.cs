using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>
/// One item in the middle of a map goes wrong in one way at one step of its journey: what every cell of the matrix {error, exit, crash} × {argument
/// written, argument read, function, result written, result read} must come to. The two steps in the parent are errors only: a process that exits or
/// crashes there is the caller's own, and takes its workers along.
/// </summary>
internal static class CrashMatrix
{
    private const int Count = 12;
    private const int Deadly = 5;
    private const int ExitCode = 40;
    private const int Segv = 139;

    public static TheoryData<BombSite, BombEffect> Cells
    {
        get
        {
            var cells = new TheoryData<BombSite, BombEffect>();
            foreach (var site in Enum.GetValues<BombSite>().Where(s => s != BombSite.None))
            {
                foreach (var effect in Enum.GetValues<BombEffect>().Where(e => e != BombEffect.None))
                {
                    if (effect == BombEffect.Error || !IsInParent(site))
                        cells.Add(site, effect);
                }
            }

            return cells;
        }
    }

    /// <summary>Runs the map on this pool, which others may use as well, and looks at every outcome.</summary>
    public static void Check(ProcessPool pool, BombSite site, BombEffect effect)
    {
        var items = Enumerable.Range(0, Count).Select(i => Bomb.For(i, i == Deadly ? site : BombSite.None, effect));
        var restarts = Restarts(pool);

        var outcomes = pool.MapOutcomes(Bomb.PassOn, items, new MapOptions { ChunkSize = 4 });

        Assert.Equal(Enumerable.Range(0, Count).Select(i => (long)i), outcomes.Select(o => o.Index));
        var bad = outcomes[Deadly];
        Assert.All(
            outcomes.Where(o => o != bad),
            o => Assert.Equal((OutcomeStatus.Succeeded, o.Index), (o.Status, o.Result.Number()))
        );
        if (effect == BombEffect.Error)
            MustBeError(bad, site);
        else
            MustBeLoss(bad, site, effect == BombEffect.Exit ? (ExitCode, "exit code 40") : (Segv, "SIGSEGV"));
        MustHaveRestarted(pool, restarts + (effect == BombEffect.Error ? 0 : 1));
        Assert.Equal(Count, pool.Apply(x => x, Count));
    }

    private static void MustBeError(Outcome<Bomb> bad, BombSite site)
    {
        Assert.Equal(OutcomeStatus.Failed, bad.Status);
        Assert.Contains($"bang {Deadly}", bad.Error!.Message, StringComparison.Ordinal);
        if (site == BombSite.Function)
        {
            Assert.IsType<InvalidOperationException>(bad.Error);
            Assert.Equal(Deadly, bad.Error.GetRemoteError()!.Index);
            return;
        }

        var error = Assert.IsType<NotTransferableException>(bad.Error);
        var what = site is BombSite.ArgumentWritten or BombSite.ArgumentRead ? "argument" : "result";
        Assert.Contains($"{what} of item {Deadly}", error.Message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(site == BombSite.ArgumentWritten ? 0 : 1, bad.Attempts);
    }

    private static void MustBeLoss(Outcome<Bomb> bad, BombSite site, (int Code, string Reason) expected)
    {
        Assert.Equal((OutcomeStatus.WorkerLost, 1), (bad.Status, bad.Attempts));
        var error = Assert.IsType<WorkerLostException>(bad.Error);
        Assert.Equal((Deadly, expected.Code, true), (error.Index, error.ExitCode, error.MayHaveExecuted));
        Assert.Equal((PhaseOf(site), null, 1), (error.Phase, error.KillReason, error.Attempt));
        Assert.Contains(expected.Reason, error.ExitReason, StringComparison.Ordinal);
        Assert.Contains($"item {Deadly}", error.Message, StringComparison.Ordinal);
        Assert.False(Processes.IsAlive(error.ProcessId));
    }

    private static WorkPhase PhaseOf(BombSite site) =>
        site switch
        {
            BombSite.ArgumentRead => WorkPhase.Decoding,
            BombSite.Function => WorkPhase.Running,
            BombSite.ResultWritten => WorkPhase.Encoding,
            _ => throw new ArgumentOutOfRangeException(nameof(site), site, "No worker dies there."),
        };

    private static void MustHaveRestarted(ProcessPool pool, long restarts)
    {
        // The place of a dead worker is filled a moment after the outcome of its item is there.
        Patience.Until(() => Restarts(pool) >= restarts, $"{restarts} restarts").GetAwaiter().GetResult();
        Assert.Equal(restarts, Restarts(pool));
    }

    private static long Restarts(ProcessPool pool) => pool.GetStats().Workers.Sum(w => w.Restarts);

    private static bool IsInParent(BombSite site) => site is BombSite.ArgumentWritten or BombSite.ResultRead;
}
