using Microsoft.Extensions.Logging;

namespace ProcQ.Specs.Support;

/// <summary>A log that keeps everything, with its structured values.</summary>
internal sealed class LogBook : ILoggerFactory
{
    private readonly List<LogEntry> _entries = [];

    /// <summary>Called with each entry.</summary>
    public Action<LogEntry>? On { get; init; }

    public IReadOnlyList<LogEntry> All
    {
        get
        {
            lock (_entries)
                return [.. _entries];
        }
    }

    public IReadOnlyList<LogEntry> With(int id) => [.. All.Where(e => e.Id == id)];

    /// <summary>Waits for the first entry with this id.</summary>
    public async Task<LogEntry> NextAsync(int id)
    {
        await Patience.Until(() => With(id).Count > 0, $"event {id} is in the log; there is {string.Join(", ", All)}");
        return With(id)[0];
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

    public void Dispose() { }

    private sealed class Logger(LogBook book, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        )
        {
            var values = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
            var entry = new LogEntry(
                category,
                eventId.Id,
                logLevel,
                formatter(state, exception),
                values.ToDictionary(StringComparer.Ordinal),
                exception
            );
            lock (book._entries)
                book._entries.Add(entry);
            book.On?.Invoke(entry);
        }
    }
}
