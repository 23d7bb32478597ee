using Microsoft.Extensions.Logging;

namespace ProcQ.Watching;

/// <summary>Who hears of a pool: its log, always there to be asked, and its reporter, if it has one.</summary>
internal sealed record Audience(string PoolName, Journal Journal, ReporterLoop? Reporter, TimeProvider Time)
{
    /// <summary>Its workers are threads: nobody can kill them, and what is said of that is other than of processes.</summary>
    public bool IsOfThreads { get; init; }

    /// <param name="kind">The type of the pool, after which its log is named.</param>
    /// <param name="name">Its name.</param>
    /// <param name="reporter">Its reporter; null for none.</param>
    /// <param name="loggers">Where it logs; null for nowhere.</param>
    /// <param name="time">Its clock.</param>
    public static Audience Of(string kind, string name, Reporter? reporter, ILoggerFactory? loggers, TimeProvider time)
    {
        var journal = Journal.In(loggers, kind, name);
        var loop = reporter is null ? null : new ReporterLoop(reporter, journal, $"the pool '{name}'");
        return new Audience(name, journal, loop, time);
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
