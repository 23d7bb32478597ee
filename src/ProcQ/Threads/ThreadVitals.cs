using System.Diagnostics;
using ProcQ.Workers;

namespace ProcQ.Threads;

/// <summary>What can be seen of a thread: whether it waits. Memory is the process's, and nobody's in particular.</summary>
internal sealed class ThreadVitals(Thread thread) : Vitals
{
    /// <inheritdoc/>
    public override Sight Look()
    {
        if (thread.IsAlive)
            Last = new Sight(
                thread.ThreadState.HasFlag(System.Threading.ThreadState.WaitSleepJoin)
                    ? WorkerCondition.Waiting
                    : WorkerCondition.Working,
                MemoryBytes: 0,
                Stopwatch.GetTimestamp()
            );
        return Last;
    }
}
