using System.Diagnostics;
using ProcQ.Launching;

namespace ProcQ.Workers;

/// <summary>
/// What is seen of one worker's process, look by look: by the pool's clock about once a second while the worker has something in hand, by whoever asks, and
/// a last time before it is killed. Nothing is looked at for the sake of an item.
/// </summary>
internal sealed class Vitals(int processId)
{
    // Processor time is counted in hundredths of a second: looks that are closer together say nothing about it.
    private static readonly TimeSpan Apart = TimeSpan.FromMilliseconds(100);

    // Of one processor, since an earlier look: what a worker does beside waiting (its own threads, the runtime's) is far less.
    private const double Busy = 0.5;

    // While it works it is looked at every second. What was seen long before belongs to an earlier item, or to no item at all.
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(5);

    private readonly Lock _gate = new();
    private volatile Sight _last = Sight.None;

    // Guarded by the gate: an earlier look, what processor time is compared with.
    private (long At, TimeSpan CpuTime)? _base;

    /// <summary>The last look.</summary>
    public Sight Last => _last;

    /// <summary>The last look, unless it tells nothing of now.</summary>
    public Sight Recent => _last is { } last && Stopwatch.GetElapsedTime(last.At) <= Stale ? last : Sight.None;

    /// <summary>Looks now. Of a process that has ended the last look stands.</summary>
    public Sight Look()
    {
        lock (_gate)
        {
            if (ProcessLook.Of(processId) is { } look)
                _last = new Sight(Judge_NeedsLock(look), look.MemoryBytes, Stopwatch.GetTimestamp());
            return _last;
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
            return Between(look.Condition, _last.Condition);
        _base = (now, look.CpuTime);
        if (look.Condition is WorkerCondition.Working or WorkerCondition.Stopped)
            return look.Condition;
        return (look.CpuTime - before.CpuTime) / time >= Busy ? WorkerCondition.Working : WorkerCondition.Waiting;
    }

    /// <summary>Too early to say by processor time: what the system says now counts, or else what was so a moment ago.</summary>
    private static WorkerCondition Between(WorkerCondition now, WorkerCondition before) =>
        now is WorkerCondition.Working or WorkerCondition.Stopped || before is WorkerCondition.Stopped ? now : before;
}
