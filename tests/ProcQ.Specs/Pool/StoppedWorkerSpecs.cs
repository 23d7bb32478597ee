using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Somebody stops a worker's process. The pool notices and says so, and leaves it alone until a deadline says otherwise.</summary>
public sealed class StoppedWorkerSpecs : PoolSpec
{
    private readonly LogBook _log = new();
    private readonly Listener _listener = new();

    [Fact]
    public async Task Without_a_limit_it_is_reported_and_goes_on_when_it_is_continued()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(Options(2));
        var stopped = pool.MapOutcomesAsync(x => Pass(gate, x), [7], new MapOptions { Name = "long one" });
        using var visit = await keeper.NextAsync();
        // Its neighbour waits as well, but it could go on: that is nobody's business.
        var waiting = pool.ApplyAsync(() => Pass(gate, 8));
        using var neighbour = await keeper.NextAsync();

        Crimes.Stop(visit.ProcessId);

        var told = await _log.NextAsync(28);
        Assert.Equal(
            (visit.ProcessId, "long one", 0L, WorkerCondition.Stopped),
            (told.Values["ProcessId"], told.Values["Call"], told.Values["Index"], told.Values["Condition"])
        );
        await _listener.Until("Unresponsive");
        Assert.Equal(visit.ProcessId, _listener.All.Single(h => h.What == "Unresponsive").Worker!.ProcessId);
        var stats = pool.GetStats().Workers;
        var seen = stats.Single(w => w.ProcessId == visit.ProcessId);
        Assert.Equal((WorkPhase.Running, WorkerCondition.Stopped, "long one"), (seen.Phase, seen.Condition, seen.Call));
        Assert.NotNull(seen.UnresponsiveFor);
        Assert.Null(stats.Single(w => w.ProcessId == neighbour.ProcessId).UnresponsiveFor);

        Crimes.Continue(visit.ProcessId);
        var over = await _log.NextAsync(29);
        Assert.Equal(visit.ProcessId, over.Values["ProcessId"]);
        visit.Let();
        neighbour.Let();

        var outcome = Assert.Single(await stopped.Soon());
        Assert.Equal((OutcomeStatus.Succeeded, 7, 1), (outcome.Status, outcome.Result, outcome.Attempts));
        Assert.Equal(8, await waiting.Soon());
        Assert.All(pool.GetStats().Workers, w => Assert.Equal((0L, null), (w.Restarts, w.UnresponsiveFor)));
        Assert.Single(_log.With(28));
    }

    [Fact]
    public async Task Stopped_before_it_begins_its_item_it_is_reported_and_killed_at_the_limit_if_there_is_one()
    {
        var pool = NewPool(Options(1));
        var before = pool.Apply(() => Environment.ProcessId);
        Crimes.Stop(before);
        await Patience.Until(() => Processes.IsStopped(before), "it is stopped");

        var call = pool.ApplyAsync(() => Environment.ProcessId);
        Assert.Equal(0L, (await _log.NextAsync(28)).Values["Index"]);
        Assert.Equal(WorkPhase.Idle, pool.GetStats().Workers[0].Phase);
        Crimes.Continue(before);
        Assert.Equal(before, await call.Soon());

        Crimes.Stop(before);
        await Patience.Until(() => Processes.IsStopped(before), "it is stopped again");
        var limit = new TaskOptions { Timeout = TimeSpan.FromMilliseconds(200), Name = "never" };
        var error = await Assert.ThrowsAsync<TaskTimeoutException>(() => pool.ApplyAsync(() => 1, limit).Soon());

        Assert.Equal((WorkPhase.Idle, WorkerCondition.Stopped), (error.Phase, error.Condition));
        Assert.Null(error.RunningFor);
        Assert.Equal((before, 0, 1), (error.ProcessId, error.WorkerId, error.Attempt));
        Assert.Contains("before it began the item; its process was stopped", error.Message, StringComparison.Ordinal);
        Assert.False(Processes.IsAlive(before));
        Assert.NotEqual(before, await pool.ApplyAsync(() => Environment.ProcessId).Soon());
    }

    private ProcessPoolOptions Options(int workers) =>
        new()
        {
            Workers = workers,
            SpareWorkers = 0,
            LoggerFactory = _log,
            Reporter = _listener,
        };

    private static int Pass(Gate gate, int who)
    {
        gate.Pass(who);
        return who;
    }
}
