using System.Diagnostics;
using ProcQ.Launching;

namespace ProcQ.Workers;

/// <summary>What the system says of a worker's process.</summary>
internal sealed class ProcessVitals(int processId) : Vitals
{
    // Processor time is counted in hundredths of a second: looks that are closer together say nothing about it.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(100);

    // Of one processor, since an earlier look: what a worker does beside waiting (its own threads, the runtime's) is far less.
    private const double Busy = 0.5;

    private readonly Lock _gate = new();

    // Guarded by the gate: an earlier look, what processor time is compared with.
    private (long At, TimeSpan CpuTime)? _base;

    /// <inheritdoc/>
    public override Sight Look()
    {
        lock (_gate)
        {
            if (ProcessLook.Of(processId) is { } look)
                Last = new Sight(Judge_NeedsLock(look), look.MemoryBytes, Stopwatch.GetTimestamp());
            return Last;
        }
    }

    private WorkerCondition Judge_NeedsLock(in ProcessLook look)
    {
        var now = Stopwatch.GetTimestamp();
        if (_base is not { } before || Stopwatch.GetElapsedTime(before.At, now) > Stale)
        {
            _base = (now, look.CpuTime);
            return look.Condition;
        }

        var time = Stopwatch.GetElapsedTime(before.At, now);
        if (time < Apart)
            return Between(look.Condition, Last.Condition);
        _base = (now, look.CpuTime);
        if (look.Condition is WorkerCondition.Working or WorkerCondition.Stopped)
            return look.Condition;
        return (look.CpuTime - before.CpuTime) / time >= Busy ? WorkerCondition.Working : WorkerCondition.Waiting;
    }

    /// <summary>Too early to say by processor time: what the system says now counts, or else what was so a moment ago.</summary>
    private static WorkerCondition Between(WorkerCondition now, WorkerCondition before) =>
        now is WorkerCondition.Working or WorkerCondition.Stopped || before is WorkerCondition.Stopped ? now : before;
}
