using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ProcQ.TestJobs;

/// <summary>An application whose worker writes 100 MB to its output. Says by how much its own memory grew at most: "grew 1234 of 104857600 bytes".</summary>
internal static class FloodApp
{
    private const int BlockBytes = 64 * 1024;
    private const int WarmUpBytes = 8 * 1024 * 1024;
    private const int FloodBytes = 100 * 1024 * 1024;

    public static int Run(string what, string where)
    {
        var log = new Counter();
        using var pool = new ProcessPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                Output = Enum.Parse<WorkerOutput>(where),
                LoggerFactory = log,
            }
        );
        pool.Apply(() => Flood(what, WarmUpBytes));
        GC.Collect();
        // From here on the highest mark counts anew.
        File.WriteAllText("/proc/self/clear_refs", "5");
        var before = Peak();
        var written = pool.Apply(() => Flood(what, FloodBytes));
        Console.WriteLine($"grew {Peak() - before} of {written} bytes");
        Console.WriteLine($"result {pool.Apply(() => 1)}");
        return 0;
    }

    private static long Flood(string what, int bytes)
    {
        using var to = what == "error" ? Console.OpenStandardError() : Console.OpenStandardOutput();
        var block = new byte[BlockBytes];
        for (var i = 0; i < block.Length; i++)
            block[i] = what != "line" && i % 100 == 99 ? (byte)'\n' : (byte)'x';
        for (var written = 0; written < bytes; written += block.Length)
            to.Write(block);
        return bytes;
    }

    private static long Peak()
    {
        const string Mark = "VmHWM:";
        var line = File.ReadLines("/proc/self/status").First(l => l.StartsWith(Mark, StringComparison.Ordinal));
        return long.Parse(line[Mark.Length..^"kB".Length], CultureInfo.InvariantCulture) * 1024;
    }

    private sealed class Counter : ILoggerFactory, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => GC.KeepAlive(formatter(state, exception));

        public void Dispose() { }
    }
}
