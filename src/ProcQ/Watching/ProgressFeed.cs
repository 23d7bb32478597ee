namespace ProcQ.Watching;

/// <summary>
/// Tells a user how far a call is: looks ten times a second, on a thread of its own, so that the items themselves pay nothing for it. At the end it looks once
/// more.
/// </summary>
internal sealed class ProgressFeed
{
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(100);

    private readonly IProgress<PoolProgress> _receiver;
    private readonly Func<(PoolProgress Progress, bool Ended)> _look;
    private readonly Journal _journal;
    private readonly string _name;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly WatchThread _thread;
    private readonly ManualResetEventSlim _over = new();
    private readonly RateWindow _rate = new();
    private bool _hasFailed;

    /// <summary>Begins at once. <paramref name="look"/> says all but rate and time left, and whether that was the last there is to say.</summary>
    public ProgressFeed(
        IProgress<PoolProgress> receiver,
        Func<(PoolProgress Progress, bool Ended)> look,
        Audience audience,
        string name
    )
    {
        (_receiver, _look, _journal, _name, _time) = (receiver, look, audience.Journal, name, audience.Time);
        _start = _time.GetTimestamp();
        _thread = new WatchThread($"ProcQ {name} progress", Run);
        _thread.Start();
    }

    /// <summary>The call is over: the last state has been told when this returns, or the receiver hangs.</summary>
    public void End()
    {
        _over.Set();
        if (!_thread.Join())
            GiveUp();
    }

    /// <inheritdoc cref="End"/>
    public async Task EndAsync()
    {
        _over.Set();
        if (!await _thread.JoinAsync().ConfigureAwait(false))
            GiveUp();
    }

    private void Run()
    {
        var ended = false;
        while (!ended)
        {
            // Whoever made the call may have forgotten it; the pool has not.
            var over = _over.Wait(Period);
            ended = Tell() || over;
        }
    }

    /// <summary>Tells what there is to tell; true when nothing more will come.</summary>
    private bool Tell()
    {
        var (progress, ended) = _look();
        var rate = _rate.Add(_time.GetElapsedTime(_start), progress.Done);
        progress = progress with { Rate = rate, Eta = Eta(progress, rate) };
        try
        {
            _receiver.Report(progress);
        }
        catch (Exception e)
        {
            // Whatever the user's receiver throws is its own affair; once is enough to know that it does.
            if (!_hasFailed)
                _journal.Write(log => Log.ProgressThrew(log, _name, e));
            _hasFailed = true;
        }

        return ended;
    }

    private static TimeSpan? Eta(PoolProgress progress, double rate)
    {
        if (progress.Total is not { } total)
            return null;
        var seconds = total <= progress.Done ? 0 : (total - progress.Done) / rate;
        return seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : null;
    }

    private void GiveUp() => _journal.Write(log => Log.ProgressHangs(log, _name, WatchThread.EndLimit));
}
