using ProcQ.Terminal;

namespace ProcQ.Tests.Terminal;

/// <summary>What a terminal shows of a pool, and what a file gets instead.</summary>
public sealed class TerminalReporterTests : IDisposable
{
    private static readonly WorkerInfo First = new(0, 4711);
    private static readonly WorkerInfo Second = new(1, 4712);

    private readonly ManualTime _time = new();
    private readonly Screen _screen = new(80, 24);

    public void Dispose() => _screen.Dispose();

    [Fact]
    public void DG_25_Rows_OneForEachWorker_ArePaintedOverEachOther()
    {
        var reporter = Reporter(total: 4);
        reporter.Init(2);
        reporter.Spawn(First);
        reporter.Spawn(Second);
        reporter.Begin(First, "apples");
        _time.Pass(TimeSpan.FromSeconds(1));
        reporter.Begin(Second, "pears");
        reporter.Progress(Second, "pears", 0.25, "peeling");
        _time.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal("0 of 4 done, 00:02", _screen.Rows[0]);
        Assert.Equal(3, _screen.Rows.Count);
        Assert.Matches("^#0 +4711 +2.0 s +0 done +apples$", _screen.Rows[1]);
        Assert.Matches("^#1 +4712 +1.0 s +0 done +pears  25 ?%  peeling$", _screen.Rows[2]);

        reporter.Success(First, "apples", 3);
        reporter.Fail(Second, "pears", new FormatException("rotten"));
        reporter.Exit(Second, new WorkerExit(0, "exit code 0", ""));
        _time.Pass(TimeSpan.FromSeconds(2));
        reporter.Cleanup();

        Assert.Equal("2 of 4 done, 1 failed, 00:04, 0.5/s, 00:04 left", _screen.Rows[0]);
        Assert.Matches("^#0 +4711 +1 done +apples -> 3$", _screen.Rows[1]);
        Assert.Matches("^#1 +4712 +1 done +ended: exit code 0$", _screen.Rows[2]);
        Assert.Equal(3, _screen.Rows.Count);
        Assert.Equal(0, _time.Timers);
    }

    [Theory]
    [InlineData(40)]
    [InlineData(23)]
    [InlineData(10)]
    public void Width_ChangesMeanwhile_LeavesNoOldRowsBehind(int narrow)
    {
        _screen.WriteLine("before");
        var reporter = Reporter();
        reporter.Init(2);
        reporter.Begin(First, new string('a', 200));
        reporter.Begin(Second, "b");
        _time.Pass(TimeSpan.FromSeconds(1));

        _screen.Resize(narrow);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("before", _screen.Rows[0]);
        Assert.Single(_screen.Rows, row => row.StartsWith("0 done", StringComparison.Ordinal));
        Assert.Single(_screen.Rows, row => row.Contains("#1", StringComparison.Ordinal));
        Assert.All(_screen.Rows, row => Assert.InRange(row.Length, 0, narrow - 1));

        _screen.Resize(120);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(4, _screen.Rows.Count);
        Assert.Equal("0 done, 00:03", _screen.Rows[1]);
    }

    [Fact]
    public void Workers_MoreThanTheScreenHasLines_AreCounted()
    {
        var reporter = Reporter();
        reporter.Init(40);
        for (var i = 0; i < 40; i++)
            reporter.Spawn(new WorkerInfo(i, 1000 + i));
        _time.Pass(TimeSpan.FromSeconds(1));
        _time.Pass(TimeSpan.FromSeconds(1));

        Assert.Equal(23, _screen.Rows.Count);
        Assert.Equal("and 19 more workers", _screen.Rows[^1]);
    }

    [Fact]
    public void Text_ThatATerminalWouldObey_IsShownHarmless()
    {
        var reporter = Reporter();
        reporter.Init(1);
        reporter.Begin(First, "two\nlines \u001b[2J and [red]markup[/]");
        _time.Pass(TimeSpan.FromSeconds(1));

        Assert.Contains("two lines  [2J and [red]markup[/]", _screen.Rows[1], StringComparison.Ordinal);
        Assert.Equal(2, _screen.Rows.Count);
    }

    [Fact]
    public void Item_WhoseTextThrows_IsShownAllTheSame()
    {
        var reporter = Reporter();
        reporter.Init(1);
        reporter.Begin(First, new Shy());
        reporter.Cleanup();

        Assert.Contains("(Shy whose text threw FormatException)", _screen.Rows[1], StringComparison.Ordinal);
    }

    [Fact]
    public void DG_25_Output_ThatIsNoTerminal_GetsPlainLines()
    {
        var reporter = Reporter(total: 3, isTerminal: false);
        reporter.Init(1);
        reporter.Spawn(First);
        reporter.Begin(First, 1);
        reporter.Success(First, 1, 2);
        _time.Pass(TimeSpan.FromSeconds(10));
        reporter.Fail(First, 2, new FormatException(new string('x', 100)));
        reporter.Abort(new WorkerInfo(-1, 0), 3, new WorkerExit(null, "cancelled", ""));
        reporter.Cleanup();

        Assert.Equal(
            [
                "1 worker",
                "1 of 3 done, 00:10, 0.1/s, 00:20 left",
                $"worker 0 (4711): 2: failed: FormatException: {new string('x', 100)}",
                "3: aborted: cancelled",
                "3 of 3 done, 1 failed, 1 lost, 00:10, 0.3/s",
            ],
            Unbroken()
        );
    }

    [Fact]
    public void Reporter_UsedAgain_BeginsAnew()
    {
        var reporter = Reporter();
        for (var round = 0; round < 2; round++)
        {
            reporter.Init(1);
            reporter.Begin(First, 1);
            reporter.Success(First, 1, 1);
            reporter.Cleanup();
        }

        Assert.Equal(2, _screen.Rows.Count(row => row == "1 done, 00:00"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Output_ThatCannotBeWrittenToAnyMore_FailsTheCleanupAndNotTheTimer(bool isTerminal)
    {
        var reporter = Reporter(isTerminal: isTerminal);
        reporter.Init(1);
        var before = _screen.Rows;
        var full = new IOException("No space left on device");
        _screen.Failure = full;
        _time.Pass(TimeSpan.FromSeconds(10));
        Assert.Equal(0, _time.Timers);
        _screen.Failure = null;
        _time.Pass(TimeSpan.FromSeconds(10));

        Assert.Same(full, Assert.Throws<IOException>(reporter.Cleanup));
        Assert.Equal(0, _time.Timers);
        Assert.Equal(before, _screen.Rows);

        reporter.Init(1);
        reporter.Cleanup();
    }

    [Fact]
    public void Reporter_OfTwoPoolsAtOnce_ShowsTheFirstAndRefusesTheOther()
    {
        var reporter = Reporter();
        reporter.Init(1);
        reporter.Spawn(First);
        Assert.Throws<InvalidOperationException>(() => reporter.Init(2));
        Assert.Equal(1, _time.Timers);
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal("0 done, 00:01", _screen.Rows[0]);
        Assert.Equal(2, _screen.Rows.Count);

        reporter.Cleanup();
        Assert.Equal(0, _time.Timers);
        var last = _screen.Rows;
        reporter.Cleanup();
        _time.Pass(TimeSpan.FromSeconds(1));
        Assert.Equal(last, _screen.Rows);
        Assert.Equal(0, _time.Timers);
    }

    [Fact]
    public void Options_OutOfRange_AreRefusedByName()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Total", () => new TerminalReporter(-1));
        Assert.Throws<ArgumentOutOfRangeException>("Interval", () => With(o => o with { Interval = TimeSpan.Zero }));
        Assert.Throws<ArgumentOutOfRangeException>(
            "PlainInterval",
            () => With(o => o with { PlainInterval = TimeSpan.FromDays(1) })
        );
        Assert.Throws<ArgumentNullException>("TimeProvider", () => With(o => o with { TimeProvider = null! }));

        static TerminalReporter With(Func<TerminalReporterOptions, TerminalReporterOptions> change) =>
            new(change(new TerminalReporterOptions()));
    }

    private TerminalReporter Reporter(long? total = null, bool isTerminal = true) =>
        new(
            new TerminalReporterOptions
            {
                Console = ScreenOutput.Console(_screen, isTerminal),
                Total = total,
                TimeProvider = _time,
            }
        );

    private List<string> Unbroken()
    {
        _screen.Resize(1000);
        return [.. _screen.Rows];
    }

    private sealed class Shy
    {
        public override string ToString() => throw new FormatException();
    }
}
