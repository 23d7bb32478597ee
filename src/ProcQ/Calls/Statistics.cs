using ProcQ.Engine;
using ProcQ.Scheduling;
using ProcQ.Watching;
using ProcQ.Workers;

namespace ProcQ.Calls;

/// <summary>Makes the public snapshot of what the core knows, and of what the system says.</summary>
internal sealed class Statistics
{
    private readonly PoolStats _stats;

    // By worker: whom to ask for the rest; null for who has no process.
    private readonly Vitals?[] _vitals;

    private Statistics(PoolCore core, SlotTable slots, TimeSpan now, PoolWatch watch, PoolEngine engine)
    {
        WorkerState[] shown = [.. Shown(core)];
        _vitals = [.. shown.Select(w => slots[w.Id].Session?.Vitals)];
        _stats = new PoolStats
        {
            Workers = [.. shown.Select(w => Of(w, slots[w.Id], now, watch) with { Restarts = core.Restarts(w.Place) })],
            SpareWorkers = core.Workers.Count(w => w is { Place: < 0, Phase: WorkerPhase.Ready }),
            OpenCalls = core.Jobs.Count + engine.Backlog.Count,
            QueuedItems = core.Jobs.Sum(j => j.Pending.Count) + core.PostponedItems + engine.Backlog.Count,
            AssignedItems = core.Workers.Sum(w => (long)w.OpenItems),
            SettledItems = core.Settled + engine.Backlog.GivenUp,
            Insights = InsightsOf(core, now, engine.Times),
        };
    }

    /// <summary>The first half, under the engine's gate.</summary>
    public static Statistics Of(PoolCore core, SlotTable slots, TimeSpan now, PoolWatch watch, PoolEngine engine) =>
        new(core, slots, now, watch, engine);

    /// <summary>Adds what the system has to be asked for, which nobody else should wait for.</summary>
    public PoolStats Complete() =>
        _stats with
        {
            Workers = [.. _stats.Workers.Select((worker, i) => Complete(worker, _vitals[i]))],
        };

    private static WorkerStats Complete(WorkerStats worker, Vitals? vitals)
    {
        if (vitals?.Look() is not { } sight)
            return worker;
        return worker with { MemoryBytes = sight.MemoryBytes, Condition = sight.Condition };
    }

    private static PoolInsights InsightsOf(PoolCore core, TimeSpan now, TimeSheet times)
    {
        var running = Sum(core.Workers, w => w.Ran);
        var held = Sum(core.Workers, w => w.Held(now));
        var seen = new PoolInsights
        {
            Items = core.Settled,
            Input = times.Input.Total,
            Encoding = times.Encoding.Total,
            Transit = held > running ? held - running : TimeSpan.Zero,
            Running = running,
            Decoding = times.Decoding.Total,
            Unread = times.Unread.Total,
        };
        return seen with { Advice = Advice.Of(seen, core.Places) };
    }

    private static TimeSpan Sum(IEnumerable<WorkerState> workers, Func<WorkerState, TimeSpan> time) =>
        workers.Aggregate(TimeSpan.Zero, (sum, worker) => sum + time(worker));

    /// <summary>Of each place who fills it, or else who filled it last; and whoever is still about beyond them.</summary>
    private static IEnumerable<WorkerState> Shown(PoolCore core) =>
        core
            .Workers.Where(w => w.Place >= 0 && (w.Place < core.Places || w.Phase != WorkerPhase.Gone))
            .GroupBy(w => w.Place)
            .OrderBy(place => place.Key)
            .Select(place => place.MinBy(w => w.Phase is WorkerPhase.Stopping ? WorkerPhase.Dying : w.Phase)!);

    private static WorkerStats Of(WorkerState worker, WorkerSlot slot, TimeSpan now, PoolWatch watch)
    {
        var item = RunningItem.Of(worker, slot, now);
        var report = item is { } running ? watch.ReportOf(worker, running.Page.Running) : null;
        return new WorkerStats
        {
            WorkerId = worker.Place,
            ProcessId = slot.Session?.ProcessId ?? 0,
            Activity = ActivityOf(worker),
            Phase = PhaseOf(worker, slot, item),
            UnresponsiveFor = now - watch.UnresponsiveSince(worker),
            Done = worker.Served,
            BusyTime = worker.Held(now),
            RunTime = worker.Ran,
            Call = item?.Lease.Job.Terms.Name,
            ItemIndex = item?.Index,
            Attempt = item?.Lease.Attempt,
            RunningFor = item?.For,
            Fraction = report?.Fraction,
            Message = report?.Message,
        };
    }

    private static WorkerActivity ActivityOf(WorkerState worker) =>
        worker.Phase switch
        {
            WorkerPhase.Starting => WorkerActivity.Starting,
            WorkerPhase.Ready => worker.IsIdle ? WorkerActivity.Idle : WorkerActivity.Busy,
            WorkerPhase.Gone => WorkerActivity.Gone,
            _ => WorkerActivity.Ending,
        };

    private static WorkPhase PhaseOf(WorkerState worker, WorkerSlot slot, RunningItem? item) =>
        (worker.Phase, slot.Session) switch
        {
            (WorkerPhase.Gone, _) => WorkPhase.Unknown,
            (WorkerPhase.Starting, { Initialized.IsCompleted: false }) => WorkPhase.Initializing,
            (WorkerPhase.Starting, _) => WorkPhase.Starting,
            (_, null) => WorkPhase.Unknown,
            _ => item?.Page.Phase ?? WorkPhase.Idle,
        };
}
