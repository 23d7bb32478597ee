using System.Collections.Concurrent;

namespace ProcQ.Specs.Support;

/// <summary>A thread with a synchronization context that runs everything on that one thread, as a user interface does.</summary>
internal sealed class SingleThread : SynchronizationContext
{
    private readonly BlockingCollection<(SendOrPostCallback Call, object? State)> _calls = [];

    /// <summary>Runs it on such a thread to its end.</summary>
    public static void Run(Func<Task> main)
    {
        Exception? error = null;
        var thread = new Thread(() => error = new SingleThread().Loop(main)) { IsBackground = true, Name = "user interface" };
        thread.Start();
        if (!thread.Join(Patience.Limit))
            throw new TimeoutException("The thread with the synchronization context is in a deadlock.");
        if (error is not null)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(error);
    }

    public override void Post(SendOrPostCallback d, object? state) => _calls.Add((d, state));

    public override void Send(SendOrPostCallback d, object? state) => throw new NotSupportedException();

    private Exception? Loop(Func<Task> main)
    {
        SetSynchronizationContext(this);
        var task = main();
        _ = task.ContinueWith(_ => _calls.CompleteAdding(), TaskScheduler.Default);
        foreach (var (call, state) in _calls.GetConsumingEnumerable())
            call(state);
        return task.Exception?.InnerException;
    }
}
