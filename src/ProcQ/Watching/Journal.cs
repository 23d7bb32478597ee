using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace ProcQ.Watching;

/// <summary>
/// The pool's log. Whoever has something to say may hold a lock or serve a worker, and a logger is foreign code: it is called on a loop of its own.
/// Without a logger there is no loop.
/// </summary>
internal sealed class Journal
{
    private readonly ILogger _log;
    private readonly WatchLoop? _loop;

    private Journal(ILogger log) => _log = log;

    private Journal(ILogger log, string poolName)
        : this(log) => _loop = new WatchLoop($"ProcQ {poolName} log");

    /// <summary>The log of a pool, named after its type; kept only if there is somewhere to keep it.</summary>
    public static Journal In(ILoggerFactory? loggers, string kind, string poolName) =>
        loggers is null or NullLoggerFactory
            ? new Journal(NullLogger.Instance)
            : new Journal(loggers.CreateLogger($"ProcQ.{kind}"), poolName);

    /// <summary>Nobody is asked to write what nobody reads.</summary>
    public bool IsKept => _loop is not null;

    public void Start() => _loop?.Thread.Start();

    /// <summary>Says something, soon and in order.</summary>
    public void Write(Action<ILogger> say) => _loop?.Post(() => SayGuarded(say));

    /// <summary>Everything that was said has been written; or the logger hangs, and its pool does not wait any longer.</summary>
    public async Task EndAsync()
    {
        if (_loop is null)
            return;
        _loop.Close();
        await _loop.Thread.JoinAsync().ConfigureAwait(false);
    }

    private void SayGuarded(Action<ILogger> say)
    {
        try
        {
            say(_log);
        }
        catch (Exception)
        {
            // A log that throws leaves no place to say so.
        }
    }
}
