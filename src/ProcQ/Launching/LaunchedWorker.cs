using ProcQ.Wire;

namespace ProcQ.Launching;

/// <summary>A worker that has passed its handshake. Its owner reads and writes the pipe; disposing kills it.</summary>
internal sealed class LaunchedWorker : IDisposable
{
    private readonly SpawnedWorker _worker;

    internal LaunchedWorker(SpawnedWorker worker, Stream pipe, ProgressPage page)
    {
        _worker = worker;
        Pipe = pipe;
        Page = page;
    }

    /// <summary>The worker's number in its pool, with which its output is tagged. A spare gets one when it takes a place.</summary>
    public int WorkerId
    {
        get => _worker.WorkerId;
        set => _worker.WorkerId = value;
    }

    /// <summary>The number of the process it lives in.</summary>
    public int ProcessId => _worker.Id;

    /// <summary>
    /// The connection, greeting done. Blocking reads on one thread go together with asynchronous writes on another; disposing it ends a
    /// read that is waiting.
    /// </summary>
    public Stream Pipe { get; }

    /// <summary>What the worker is doing; still readable after its death, until this is disposed.</summary>
    public ProgressPage Page { get; }

    /// <summary>Completes when the process has ended and its last output was read, within milliseconds; never fails. Continuations run elsewhere.</summary>
    public Task<ProcessExit> Exited => _worker.Exited;

    /// <inheritdoc cref="SpawnedWorker.IsRunnable"/>
    public bool IsRunnable => _worker.IsRunnable;

    /// <summary>The last 64 KiB of standard output and error.</summary>
    public string OutputTail => _worker.OutputTail;

    /// <summary>Ends the process and all it has started. Any thread, any number of times, also after its end.</summary>
    public void Kill() => _worker.Kill();

    /// <summary>Lets go of the worker: it ends by itself at once, as if this process had died. To let it finish, tell it so on the pipe.</summary>
    public void CloseLifeline() => _worker.CloseLifeline();

    public void Dispose()
    {
        _worker.Dispose();
        Pipe.Dispose();
        Page.Dispose();
    }
}
