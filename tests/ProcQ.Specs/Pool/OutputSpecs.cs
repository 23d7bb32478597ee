using Microsoft.Extensions.Logging;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>What workers write to their output, and what surrounds them.</summary>
public sealed class OutputSpecs : PoolSpec
{
    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void F01_F02_F03_A_flood_does_not_block_the_worker(bool error, bool lines)
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, Output = WorkerOutput.Discard });

        var written = pool.Apply(() =>
        {
            var text = new string('x', 1000) + (lines ? "\n" : "");
            var to = error ? Console.Error : Console.Out;
            for (var i = 0; i < 30_000; i++)
                to.Write(text);
            return 30_000L * text.Length;
        });

        Assert.InRange(written, 30_000_000, 31_000_000);
    }

    [Fact]
    public async Task F04_F05_Bytes_that_are_no_text_harm_nothing()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                Output = WorkerOutput.Log,
                LoggerFactory = new Lines(),
            }
        );

        Assert.Throws<WorkerLostException>(() =>
            pool.Apply(() =>
            {
                using var to = Console.OpenStandardOutput();
                to.Write([0xff, 0xfe, 0x00, 0x80, 0x0a, 0xc3]);
                return Crimes.Commit(Crime.Exit7);
            })
        );
        await MustServeAsync(pool);
    }

    [Fact]
    public void F06_ReadsStdin_is_empty()
    {
        var pool = NewPool(1);

        Assert.Null(pool.Apply(() => Console.ReadLine()));
        Assert.Equal(-1, pool.Apply(() => Console.In.Read()));
        Assert.Equal(1, pool.Apply(() => 1));
    }

    [Fact]
    public async Task Lines_go_to_the_log_with_the_worker_they_came_from()
    {
        var log = new Lines();
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                Output = WorkerOutput.Log,
                LoggerFactory = log,
            }
        );

        var pid = pool.Apply(() =>
        {
            Console.WriteLine("to the log");
            Console.Error.Write("and the ");
            Console.Error.WriteLine("error");
            return Environment.ProcessId;
        });

        await Patience.Until(() => log.All().Count(l => l.Category == "ProcQ.Worker.Output") == 2, "two lines");
        var line = Assert.Single(log.All(), l => l.Text.Contains("to the log", StringComparison.Ordinal));
        Assert.Contains($"{pid}", line.Text, StringComparison.Ordinal);
        Assert.Single(log.All(), l => l.Text.Contains("and the error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_log_that_throws_harms_nothing()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                Output = WorkerOutput.Log,
                LoggerFactory = new Lines { Throws = true },
            }
        );

        Assert.Equal(
            Enumerable.Range(0, 100),
            pool.Map(
                x =>
                {
                    Console.WriteLine(x);
                    return x;
                },
                Enumerable.Range(0, 100)
            )
        );
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Fact]
    public async Task Inherited_output_goes_to_this_process()
    {
        var marker = Guid.NewGuid().ToString();
        var (console, captured) = (Console.Out, new StringWriter());
        Console.SetOut(TextWriter.Synchronized(captured));
        try
        {
            var pool = NewPlainPool(new ProcessPoolOptions { Workers = 1 });
            await pool.ApplyAsync(() => Console.WriteLine(marker)).Soon();
            await pool.DisposeAsync();
        }
        finally
        {
            Console.SetOut(console);
        }

        Assert.Contains(marker, captured.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Discarded_output_is_kept_for_errors_only()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, Output = WorkerOutput.Discard });

        var error = Assert.Throws<WorkerLostException>(() =>
            pool.Apply(() =>
            {
                Console.WriteLine("kept");
                return Crimes.Commit(Crime.Exit0);
            })
        );

        Assert.Contains("kept", error.OutputTail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_worker_has_the_environment_the_options_say()
    {
        Environment.SetEnvironmentVariable("PROCQ_SPEC_INHERITED", "from here");
        Environment.SetEnvironmentVariable("PROCQ_SPEC_REMOVED", "from here");
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                EnvironmentVariables = new Dictionary<string, string?>
                {
                    ["PROCQ_SPEC_ADDED"] = "a b=c",
                    ["PROCQ_SPEC_REMOVED"] = null,
                },
            }
        );

        var seen = pool.Map(
            name => Environment.GetEnvironmentVariable(name),
            new[] { "PROCQ_SPEC_ADDED", "PROCQ_SPEC_INHERITED", "PROCQ_SPEC_REMOVED" }
        );

        Assert.Equal<string?[]>(["a b=c", "from here", null], seen);
        Assert.Null(Environment.GetEnvironmentVariable("PROCQ_SPEC_ADDED"));
    }

    [Fact]
    public void A_worker_has_the_working_directory_the_options_say()
    {
        using var folder = new ScratchFolder();
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, WorkingDirectory = folder.Path });

        Assert.Equal(folder.Path, pool.Apply(() => Environment.CurrentDirectory));
        Assert.Equal(Environment.CurrentDirectory, NewPool(1).Apply(() => Environment.CurrentDirectory));
    }

    [Fact]
    public void A_worker_thinks_in_the_culture_of_its_pool()
    {
        var culture = System.Globalization.CultureInfo.CurrentCulture;
        System.Globalization.CultureInfo.CurrentCulture = new System.Globalization.CultureInfo("de-CH");
        try
        {
            var pool = NewPool(1);
            Assert.Equal("de-CH", pool.Apply(() => System.Globalization.CultureInfo.CurrentCulture.Name));
        }
        finally
        {
            System.Globalization.CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void A_worker_does_not_inherit_what_this_process_has_open()
    {
        using var folder = new ScratchFolder();
        var path = folder.In("open here");
        using var open = File.Create(path);
        using var other = NewPool(1);
        other.Apply(() => 1);
        var pool = NewPool(1);

        var links = pool.Apply(() =>
            Directory
                .EnumerateFileSystemEntries("/proc/self/fd")
                .Select(l => File.ResolveLinkTarget(l, returnFinalTarget: false)?.Name ?? "")
                .ToList()
        );
        var here = Directory
            .EnumerateFileSystemEntries("/proc/self/fd")
            .Where(IsKeptToItself)
            .Select(l => new FileInfo(l).LinkTarget);

        Assert.DoesNotContain(links, l => l.Contains("open here", StringComparison.Ordinal));
        // A pipe has one name for both its ends: the worker's output, error and lifeline are known here as well.
        var shared = links.Intersect(here).Where(l => l!.StartsWith("pipe:", StringComparison.Ordinal)).ToList();
        Assert.True(shared.Count <= 3, string.Join(", ", shared));
        Assert.DoesNotContain(links.Intersect(here), l => l!.StartsWith("socket:", StringComparison.Ordinal));
    }

    [Fact]
    public void A27_The_token_of_a_worker_is_nowhere_to_be_read()
    {
        var pool = NewPool(1);

        var (command, environment) = pool.Apply(() =>
            (File.ReadAllText("/proc/self/cmdline"), File.ReadAllText("/proc/self/environ"))
        );

        // 32 bytes as hexadecimal or base 64 digits.
        Assert.DoesNotMatch("[0-9A-Fa-f]{64}|[0-9A-Za-z+/]{43}=", command.Replace('\0', ' '));
        Assert.DoesNotMatch("[0-9A-Fa-f]{64}|(?<![0-9A-Za-z+/])[0-9A-Za-z+]{43}=", environment.Replace('\0', ' '));
    }

    /// <summary>Closed in programs this one starts. What is not was open before this program began, and is the tester's.</summary>
    private static bool IsKeptToItself(string descriptor)
    {
        const int CloseOnExec = 0x80000;
        var info = $"/proc/self/fdinfo/{Path.GetFileName(descriptor)}";
        if (!File.Exists(info))
            return false;
        var flags = File.ReadLines(info).First(l => l.StartsWith("flags:", StringComparison.Ordinal)).Split('\t')[1];
        return (Convert.ToInt32(flags, 8) & CloseOnExec) != 0;
    }

    private sealed class Lines : ILoggerFactory
    {
        private readonly List<(string Category, string Text)> _lines = [];

        public bool Throws { get; init; }

        public List<(string Category, string Text)> All()
        {
            lock (_lines)
                return [.. _lines];
        }

        public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose() { }

        private sealed class Logger(Lines lines, string category) : ILogger
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
                if (lines.Throws)
                    throw new InvalidOperationException("The log is full.");
                lock (lines._lines)
                    lines._lines.Add((category, formatter(state, exception)));
            }
        }
    }
}
