namespace ProcQ.Watching;

/// <summary>
/// A thread on which foreign code is called, so that it holds up nobody. Whoever owns it waits for its end, but not for ever: foreign code may not return.
/// </summary>
internal sealed class WatchThread(string name, Action run)
{
    /// <summary>How long the end of a pool or a call waits for foreign code.</summary>
    public static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);

    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Thread? _thread;

    /// <summary>The caller runs on it, and must not wait for itself.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    public void Start()
    {
        _thread = new Thread(Run) { IsBackground = true, Name = name };
        _thread.Start();
    }

    /// <summary>Waits for the end; false when it does not come in time.</summary>
    public bool Join() => _thread is null || IsCurrent || _thread.Join(EndLimit);

    /// <inheritdoc cref="Join"/>
    public async Task<bool> JoinAsync() =>
        _thread is null
        || IsCurrent
        || await Task.WhenAny(_ended.Task, Task.Delay(EndLimit)).ConfigureAwait(false) == _ended.Task;

    private void Run()
    {
        run();
        _ended.SetResult();
    }
}
