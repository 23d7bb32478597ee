using Microsoft.Extensions.Logging;

namespace ProcQ.TestJobs;

/// <summary>A log that prints for how many whole seconds a pool says that its process did not run, and nothing else.</summary>
internal sealed class InterruptionLog : ILoggerFactory, ILogger
{
    private const int Interrupted = 44;

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

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
        if (eventId.Id != Interrupted || state is not IEnumerable<KeyValuePair<string, object?>> values)
            return;
        var missed = (TimeSpan)values.Single(v => v.Key == "Missed").Value!;
        Console.WriteLine($"interrupted {(int)missed.TotalSeconds}");
    }

    public void Dispose() { }
}
