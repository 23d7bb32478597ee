namespace ProcQ.Watching;

/// <summary>Who hears of a pool: its log, always there to be asked, and its reporter, if it has one.</summary>
internal sealed record Audience(string PoolName, Journal Journal, ReporterLoop? Reporter, TimeProvider Time)
{
    public static Audience Of(ProcessPoolOptions options, string name)
    {
        var journal = Journal.In(options.LoggerFactory, name);
        var reporter = options.Reporter is { } r ? new ReporterLoop(r, journal, $"the pool '{name}'") : null;
        return new Audience(name, journal, reporter, options.TimeProvider);
    }

    public void Start()
    {
        Journal.Start();
        Reporter?.Start();
    }

    /// <summary>The pool is over: waits until everybody has heard everything.</summary>
    public async Task EndAsync()
    {
        if (Reporter is not null)
        {
            Reporter.Post(r => r.Cleanup());
            await Reporter.EndAsync().ConfigureAwait(false);
        }

        // Last: what reporters did wrong is logged, too.
        await Journal.EndAsync().ConfigureAwait(false);
    }
}
