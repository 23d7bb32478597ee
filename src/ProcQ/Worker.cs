using System.Diagnostics;
using ProcQ.Dedicated;

namespace ProcQ;

/// <summary>
/// A process, or a thread, that runs one function and ends with it. Workers talk through <see cref="MsgQueue{T}"/>s. As <c>Worker</c> of ezq. For many calls of a function a <see cref="ProcessPool"/> is better:
/// its processes are started once.
/// </summary>
/// <remarks>
/// A worker process may itself start workers, down to eight levels. It ends with this process, however that ends. One that is not disposed goes on until its function ends.
/// </remarks>
public sealed class Worker : IDisposable
{
    private readonly WorkerLife _life;

    private Worker(WorkerLife life) => _life = life;

    /// <summary>The worker's process; for a thread, this one. Waits until the process has started.</summary>
    /// <exception cref="InvalidOperationException">It never ran; <see cref="Completion"/> says why.</exception>
    public int ProcessId => _life.ProcessId;

    /// <summary>It has not ended: its process, or its thread, is there or about to be.</summary>
    public bool IsAlive => !_life.Completion.IsCompleted;

    /// <summary>
    /// How it ended: 0 when the function returned, 1 when it threw, else the exit code of its process; on Unix 128 plus the signal's number when a signal ended it, so 137 for
    /// <see cref="Kill"/>. Null while it is alive.
    /// </summary>
    public int? ExitCode => _life.ExitCode;

    /// <summary>
    /// Completes when the function has returned and its process is gone. Fails with what the function threw, with <see cref="WorkerLostException"/> when its process died, with
    /// <see cref="WorkerStartException"/> when it could not be started; cancelled by <see cref="Kill"/>.
    /// </summary>
    public Task Completion => _life.Completion;

    /// <summary>
    /// Runs a function in a process of its own, which starts at once, in the background. What it returns is ignored; a queue is what brings results back. As <c>run</c> of ezq.
    /// </summary>
    /// <exception cref="NotTransferableException">The function, what it captured, or an argument cannot travel.</exception>
    /// <exception cref="InvalidOperationException">This process is a worker of a worker, and so on, 8 levels deep.</exception>
    public static Worker Run(Action task) => new(new ProcessLife(Checked(task)));

    /// <inheritdoc cref="Run(Action)"/>
    public static Worker Run(Func<Task> task) => new(new ProcessLife(Checked(task)));

    /// <inheritdoc cref="Run(Action)"/>
    public static Worker Run<T1>(Action<T1> task, T1 arg1) => new(new ProcessLife(Checked(task, () => task(arg1))));

    /// <inheritdoc cref="Run(Action)"/>
    public static Worker Run<T1>(Func<T1, Task> task, T1 arg1) => new(new ProcessLife(Checked(task, () => task(arg1))));

    /// <inheritdoc cref="Run(Action)"/>
    public static Worker Run<T1, T2>(Action<T1, T2> task, T1 arg1, T2 arg2) =>
        new(new ProcessLife(Checked(task, () => task(arg1, arg2))));

    /// <inheritdoc cref="Run(Action)"/>
    public static Worker Run<T1, T2>(Func<T1, T2, Task> task, T1 arg1, T2 arg2) =>
        new(new ProcessLife(Checked(task, () => task(arg1, arg2))));

    /// <inheritdoc cref="Run(Action)"/>
    public static Worker Run<T1, T2, T3>(Action<T1, T2, T3> task, T1 arg1, T2 arg2, T3 arg3) =>
        new(new ProcessLife(Checked(task, () => task(arg1, arg2, arg3))));

    /// <inheritdoc cref="Run(Action)"/>
    public static Worker Run<T1, T2, T3>(Func<T1, T2, T3, Task> task, T1 arg1, T2 arg2, T3 arg3) =>
        new(new ProcessLife(Checked(task, () => task(arg1, arg2, arg3))));

    /// <inheritdoc cref="Run(Action)"/>
    public static Worker Run<T1, T2, T3, T4>(Action<T1, T2, T3, T4> task, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        new(new ProcessLife(Checked(task, () => task(arg1, arg2, arg3, arg4))));

    /// <inheritdoc cref="Run(Action)"/>
    public static Worker Run<T1, T2, T3, T4>(Func<T1, T2, T3, T4, Task> task, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        new(new ProcessLife(Checked(task, () => task(arg1, arg2, arg3, arg4))));

    /// <summary>
    /// Runs a function on a thread of its own in this process. Nothing travels: it shares what it captures. The thread ends with the process at the latest, and cannot be killed. As <c>run_thread</c> of ezq.
    /// </summary>
    public static Worker RunThread(Action task) => new(ThreadLife.Of(Checked(task)));

    /// <inheritdoc cref="RunThread(Action)"/>
    public static Worker RunThread(Func<Task> task) => new(ThreadLife.Of(Checked(task)));

    /// <inheritdoc cref="RunThread(Action)"/>
    public static Worker RunThread<T1>(Action<T1> task, T1 arg1) => new(ThreadLife.Of(Checked(task, () => task(arg1))));

    /// <inheritdoc cref="RunThread(Action)"/>
    public static Worker RunThread<T1>(Func<T1, Task> task, T1 arg1) => new(ThreadLife.Of(Checked(task, () => task(arg1))));

    /// <inheritdoc cref="RunThread(Action)"/>
    public static Worker RunThread<T1, T2>(Action<T1, T2> task, T1 arg1, T2 arg2) =>
        new(ThreadLife.Of(Checked(task, () => task(arg1, arg2))));

    /// <inheritdoc cref="RunThread(Action)"/>
    public static Worker RunThread<T1, T2>(Func<T1, T2, Task> task, T1 arg1, T2 arg2) =>
        new(ThreadLife.Of(Checked(task, () => task(arg1, arg2))));

    /// <inheritdoc cref="RunThread(Action)"/>
    public static Worker RunThread<T1, T2, T3>(Action<T1, T2, T3> task, T1 arg1, T2 arg2, T3 arg3) =>
        new(ThreadLife.Of(Checked(task, () => task(arg1, arg2, arg3))));

    /// <inheritdoc cref="RunThread(Action)"/>
    public static Worker RunThread<T1, T2, T3>(Func<T1, T2, T3, Task> task, T1 arg1, T2 arg2, T3 arg3) =>
        new(ThreadLife.Of(Checked(task, () => task(arg1, arg2, arg3))));

    /// <inheritdoc cref="RunThread(Action)"/>
    public static Worker RunThread<T1, T2, T3, T4>(Action<T1, T2, T3, T4> task, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        new(ThreadLife.Of(Checked(task, () => task(arg1, arg2, arg3, arg4))));

    /// <inheritdoc cref="RunThread(Action)"/>
    public static Worker RunThread<T1, T2, T3, T4>(Func<T1, T2, T3, T4, Task> task, T1 arg1, T2 arg2, T3 arg3, T4 arg4) =>
        new(ThreadLife.Of(Checked(task, () => task(arg1, arg2, arg3, arg4))));

    /// <summary>Waits until the worker has ended, however it did.</summary>
    public void Join() => Join(Timeout.InfiniteTimeSpan);

    /// <summary>Waits until the worker has ended, however it did, no longer than <paramref name="timeout"/>.</summary>
    /// <param name="timeout">How long to wait; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever.</param>
    /// <returns>Whether it has ended.</returns>
    public bool Join(TimeSpan timeout)
    {
        Limits.ThrowIfNegative(timeout, nameof(timeout));
        return ((IAsyncResult)_life.Completion).AsyncWaitHandle.WaitOne(Limits.ForTimer(timeout));
    }

    /// <summary>Ends the worker's process at once, with all it has started. Does not wait; again, or after its end, it does nothing.</summary>
    /// <exception cref="InvalidOperationException">The worker is a thread, and .NET cannot end one.</exception>
    public void Kill()
    {
        if (!_life.TryKill())
            throw new InvalidOperationException(
                "A worker on a thread can't be killed: .NET has no way to end a thread. Use Worker.Run for what may have to be stopped, or let the function look at a CancellationToken."
            );
    }

    /// <summary>Kills a process that still runs and waits until it is gone. A thread goes on.</summary>
    public void Dispose()
    {
        if (_life.TryKill())
            Join();
    }

    /// <summary>Waits for all of them; those that are not done in time are killed. Says whether all ended by themselves.</summary>
    internal static bool Stop(IReadOnlyList<Worker> workers, TimeSpan timeout)
    {
        var start = Stopwatch.GetTimestamp();
        TimeSpan Left() =>
            timeout == Timeout.InfiniteTimeSpan ? timeout
            : timeout - Stopwatch.GetElapsedTime(start) is var left && left > TimeSpan.Zero ? left
            : TimeSpan.Zero;

        using var relieved = new RelievedWorkers(workers.Select(worker => worker._life));
        var inTime = true;
        foreach (var worker in workers)
            inTime &= worker.Join(Left());
        if (inTime)
            return true;
        foreach (var worker in workers)
            worker._life.TryKill();
        foreach (var worker in workers.Where(worker => worker._life is ProcessLife))
            worker.Join();
        return false;
    }

    private static TDelegate Checked<TDelegate>(TDelegate task)
        where TDelegate : Delegate => task ?? throw new ArgumentNullException(nameof(task));

    private static TDelegate Checked<TDelegate>(Delegate task, TDelegate call)
        where TDelegate : Delegate => task is null ? throw new ArgumentNullException(nameof(task)) : call;
}
