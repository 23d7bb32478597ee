namespace ProcQ.Specs.Support;

/// <summary>Holds every other thread of the thread pool, for as long as one of its threads is at what it does now.</summary>
internal sealed class BusyThreadPool : IDisposable
{
    private readonly ManualResetEventSlim _free = new();

    /// <summary>From a thread of the thread pool: nothing that is queued after this runs before what the thread does now is over.</summary>
    public void UntilThisThreadIsFree()
    {
        Assert.True(Thread.CurrentThread.IsThreadPoolThread);
        // In order: what comes later waits behind these, and there are more of them than threads.
        for (var i = 0; i < ThreadPool.ThreadCount + (2 * Environment.ProcessorCount); i++)
            ThreadPool.UnsafeQueueUserWorkItem(static free => free.Wait(Patience.Limit), _free, preferLocal: false);
        // The thread looks here first, once it is done; everybody else who could is held.
        ThreadPool.UnsafeQueueUserWorkItem(static free => free.Set(), _free, preferLocal: true);
    }

    public void Dispose() => _free.Set();
}
