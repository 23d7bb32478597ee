namespace ProcQ.Specs.Support;

/// <summary>
/// The time limit of a spec, kept by a thread of its own. When the time is up, all that can be known is reported, then what hangs is broken, so that the spec
/// fails; one that hangs on regardless ends the whole run with the report.
/// </summary>
internal sealed class SpecWatch
{
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _thread;
    private volatile string? _report;

    /// <param name="name">Names the spec.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="report">All there is to know of it.</param>
    /// <param name="break">Ends what the spec may be waiting for.</param>
    public SpecWatch(Func<string> name, Func<TimeSpan> limit, Func<string> report, Action @break)
    {
        _thread = new Thread(() => Watch(name, limit, report, @break)) { IsBackground = true, Name = "time limit" };
        _thread.Start();
    }

    /// <summary>The spec is over. Returns the report if it took too long.</summary>
    public string? Stop()
    {
        _over.Set();
        _thread.Join();
        _over.Dispose();
        return _report;
    }

    private void Watch(Func<string> name, Func<TimeSpan> limit, Func<string> report, Action @break)
    {
        var time = limit();
        if (_over.Wait(time))
            return;
        var text = $"{name()} took more than {time.TotalSeconds} s.\n{report()}";
        _report = text;
        Console.Error.WriteLine(text);
        @break();
        // It ends what it started and looks for what is left, each with a limit of its own.
        if (!_over.Wait(time))
            Environment.FailFast(text);
    }
}
