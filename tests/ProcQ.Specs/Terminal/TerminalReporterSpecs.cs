using ProcQ.Specs.Samples;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Terminal;

/// <summary>The live rows in a real terminal, and the lines where there is none.</summary>
public sealed class TerminalReporterSpecs : ProcessSpec
{
    private static readonly string Sample = Repository.Sample("Delegate");

    [TmuxFact]
    public async Task DG_25_A_terminal_shows_a_row_for_each_worker_and_follows_when_it_is_resized()
    {
        // So slow that it ends with its terminal.
        using var terminal = new Tmux(100, 24, $"dotnet {Sample} 10000");
        await terminal.Until(rows => Headers(rows) == 1 && Workers(rows) == 6, "there are rows");

        foreach (var width in new[] { 50, 25, 120 })
        {
            terminal.Resize(width, 24);
            // It tells of its size up to a quarter of a second after it has broken the lines anew: what is painted in between can leave old rows above.
            await terminal.Until(
                rows =>
                    Workers(rows) == 6
                    && Headers([.. rows.SkipLast(6).TakeLast(1)]) == 1
                    && rows.TakeLast(7).All(row => row.Length < width),
                $"there is a picture of {width} columns, and nothing below it"
            );
        }
    }

    [TmuxFact]
    public async Task DG_25_What_was_shown_stays_above_what_comes_after_it()
    {
        using var terminal = new Tmux(100, 24, $"echo before; dotnet {Sample} 0.1");

        var end = await terminal.Until(rows => rows[^1] == "3", "it has ended");

        Assert.Equal("before", end[0]);
        Assert.StartsWith("15 of 15 done, 1 failed, ", end[1], StringComparison.Ordinal);
        Assert.Equal(1, Headers(end));
        // What is so quick may be done before all six have started.
        Assert.InRange(Workers(end), 1, 6);
        Assert.Equal("14 succeeded, 5 did not: Attempted to divide by zero.", end[2 + Workers(end)]);
    }

    [Fact]
    public async Task DG_25_A_pipe_gets_plain_lines()
    {
        using var sample = new RunningSample("Delegate");

        var (exitCode, output) = await sample.Ended();

        Assert.Equal(0, exitCode);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("6 workers", lines[0]);
        Assert.Matches(@"^worker \d \(\d+\): 5: failed: DivideByZeroException: Attempted to divide by zero.$", lines[1]);
        Assert.StartsWith("15 of 15 done, 1 failed, ", lines[2], StringComparison.Ordinal);
        Assert.Equal(
            [
                "14 succeeded, 5 did not: Attempted to divide by zero.",
                "2: 6, 5: 15, a: aaa, 7: 21",
                "4",
                "stopped after 0.3 s",
                "3",
            ],
            lines[3..]
        );
        Assert.DoesNotContain('\u001b', output);
    }

    private static int Headers(IReadOnlyList<string> rows) =>
        rows.Count(row => row.Contains(" of 15 done", StringComparison.Ordinal));

    private static int Workers(IReadOnlyList<string> rows) => rows.Count(row => row.TrimStart().StartsWith('#'));
}
