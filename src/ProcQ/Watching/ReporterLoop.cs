namespace ProcQ.Watching;

/// <summary>One user's reporter and the loop on which it is told everything.</summary>
internal sealed class ReporterLoop
{
    private readonly WatchLoop _loop;
    private readonly GuardedReporter _reporter;
    private readonly Journal _journal;
    private readonly string _name;

    public ReporterLoop(Reporter reporter, Journal journal, string name)
    {
        (_journal, _name) = (journal, name);
        _loop = new WatchLoop($"ProcQ {name} reporter");
        _reporter = new GuardedReporter(reporter, e => journal.Write(log => Log.ReporterThrew(log, name, e)));
    }

    public bool IsCurrent => _loop.Thread.IsCurrent;

    public void Start() => _loop.Thread.Start();

    /// <summary>Tells it something, soon and in order. May be called under a lock.</summary>
    public void Post(Action<Reporter> tell) => _loop.Post(() => tell(_reporter));

    /// <summary>Nothing more is told than what is in line.</summary>
    public void Close() => _loop.Close();

    /// <summary>Nothing more is told; waits until what was is heard, or the reporter turns out to hang.</summary>
    public void End()
    {
        _loop.Close();
        if (!_loop.Thread.Join())
            GiveUp();
    }

    /// <inheritdoc cref="End"/>
    public async Task EndAsync()
    {
        _loop.Close();
        if (!await _loop.Thread.JoinAsync().ConfigureAwait(false))
            GiveUp();
    }

    private void GiveUp() => _journal.Write(log => Log.ReporterHangs(log, _name, WatchThread.EndLimit));
}
