using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Waits for a user's task on the worker's own thread: a worker runs one item at a time, so there is nothing else it could do.</summary>
internal static class Awaited
{
#pragma warning disable VSTHRD002 // The runner is a plain thread without a synchronization context; blocking it is its job.
    public static TResult Result<TResult>(Task<TResult> task) => Check(task).GetAwaiter().GetResult();

    public static Nothing Done(Task task)
    {
        Check(task).GetAwaiter().GetResult();
        return default;
    }
#pragma warning restore VSTHRD002

    private static TTask Check<TTask>(TTask? task)
        where TTask : Task =>
        task ?? throw new InvalidOperationException("The function returned null where it should return a task.");
}
