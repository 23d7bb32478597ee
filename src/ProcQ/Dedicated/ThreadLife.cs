using ProcQ.Queues;

namespace ProcQ.Dedicated;

/// <summary>A function on a thread of its own, which ends with the process like a worker process does.</summary>
internal sealed class ThreadLife : WorkerLife
{
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile object? _exitCode;

    private ThreadLife(Action function) => new Thread(() => Run(function)) { IsBackground = true, Name = "ProcQ worker" }.Start();

    public static ThreadLife Of(Action function) => new(function);

#pragma warning disable VSTHRD002 // The thread is the function's own and has nothing else to do.
    public static ThreadLife Of(Func<Task> function) => new(() => function().GetAwaiter().GetResult());
#pragma warning restore VSTHRD002

    public override int ProcessId => Environment.ProcessId;

    public override int? ExitCode => (int?)_exitCode;

    public override Task Completion => _ended.Task;

    public override Task<object?> Identity => Task.FromResult<object?>(this);

    public override bool TryKill() => _ended.Task.IsCompleted;

    private void Run(Action function)
    {
        Relief.Enter(this);
        try
        {
            function();
        }
        catch (Exception e)
        {
            // The user's code; whoever looks at the completion is told.
            _exitCode = 1;
            _ended.SetException(e);
            return;
        }

        _exitCode = 0;
        _ended.SetResult();
    }
}
