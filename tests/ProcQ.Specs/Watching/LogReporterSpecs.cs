using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Watching;

/// <summary>The reporter that writes everything down.</summary>
public sealed class LogReporterSpecs : PoolSpec
{
    [Fact]
    public async Task It_writes_lines_as_its_ancestor_did()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, SpareWorkers = 0 });
        await pool.WarmUpAsync().Soon();
        var pid = pool.GetStats().Workers[0].ProcessId;
        using var text = new StringWriter();

        pool.MapOutcomes(
            x => x == 3 ? Crimes.Commit(Crime.Exit7) : 6 / x,
            new[] { 2, 0, 3 },
            new MapOptions { Reporter = new LogReporter(text), ChunkSize = 1 }
        );

        var lines = text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(
            [
                "init 1",
                $"spawn {pid}",
                $"{pid}: begin 2",
                $"{pid}: success 2 -> 3",
                $"{pid}: begin 0",
                $"{pid}: fail 0 -> System.DivideByZeroException: Attempted to divide by zero.",
                $"{pid}: begin 3",
                $"{pid}: abort 3 -> exit code 7",
                $"exit {pid}",
                "cleanup",
            ],
            lines
        );
    }

    [Fact]
    public void It_writes_to_a_log_with_an_id_for_each_kind()
    {
        var log = new LogBook();
        var pool = NewPool(1);

        pool.MapOutcomes(
            x => Crimes.Commit(x) / (int)x,
            new[] { Crime.None, Crime.Exit7, Crime.Sleep },
            new MapOptions
            {
                Reporter = new LogReporter(log.CreateLogger("reports")),
                // Long enough for a process to exit by itself on a machine that is busy.
                Timeout = TimeSpan.FromSeconds(3),
                Retries = 1,
                ChunkSize = 1,
            }
        );

        var ids = log.All.Select(e => e.Id).ToList();
        Assert.Equal((100, 110), (ids[0], ids[^1]));
        Assert.Equal([100, 101, 102, 105, 106, 107, 108, 109, 110], ids.Distinct().Order());
        Assert.Equal(Crime.Exit7, log.With(106)[0].Values["Item"]);
        Assert.IsType<DivideByZeroException>(log.With(105)[0].Exception);
    }
}
