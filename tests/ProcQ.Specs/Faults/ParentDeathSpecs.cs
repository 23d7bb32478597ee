using System.Diagnostics;
using ProcQ.Specs.Exit;
using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>
/// However an application ends, its eight workers are gone within a second, whatever they are at. Three processes take part: this one, which is nobody's parent,
/// looks on.
/// </summary>
public sealed class ParentDeathSpecs : ProcessSpec
{
    // Whole applications, with workers of their own.
    protected override TimeSpan TimeLimit => 2 * Patience.SpecLimit;

    private const int Workers = 8;
    private const int SigHup = 1;
    private const int SigInt = 2;
    private const int SigKill = 9;
    private const int SigTerm = 15;

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    public static TheoryData<string> Loads => new("idle", "spinning", "starved", "collecting");

    [Theory]
    [MemberData(nameof(Loads))]
    public Task G01_ParentSigkill(string load) => DiesAsync(load, signal: SigKill);

    [Theory]
    [MemberData(nameof(Loads))]
    public Task G02_Sigterm(string load) => DiesAsync(load, signal: SigTerm);

    [Theory]
    [MemberData(nameof(Loads))]
    public Task G03_Sigint(string load) => DiesAsync(load, signal: SigInt);

    [Theory]
    [MemberData(nameof(Loads))]
    public Task G04_Sighup(string load) => DiesAsync(load, signal: SigHup);

    [Theory]
    [MemberData(nameof(Loads))]
    public Task G05_FailFast(string load) => DiesAsync(load, "fail-fast");

    [Theory]
    [MemberData(nameof(Loads))]
    public Task G06_Unhandled(string load) => DiesAsync(load, "unhandled");

    [Theory]
    [MemberData(nameof(Loads))]
    public Task G07_StackOverflow(string load) => DiesAsync(load, "stack-overflow");

    [Theory]
    [MemberData(nameof(Loads))]
    public Task G08_Segv(string load) => DiesAsync(load, "segv");

    [Theory]
    [MemberData(nameof(Loads))]
    public Task G09_EnvironmentExitWithoutDispose(string load) => DiesAsync(load, "exit");

    [Fact]
    public Task G18_NestedPool_the_workers_of_workers_go_with_the_parent_of_all() =>
        DiesAsync("nested", signal: SigKill, workers: 2, processes: 4);

    private static async Task DiesAsync(
        string load,
        string way = "wait",
        int signal = 0,
        int workers = Workers,
        int processes = Workers
    )
    {
        using var temp = new ScratchFolder();
        using var keeper = new GateKeeper();
        using var app = RunningApp.StartIn(temp, "parent", $"{workers}", load, way, keeper.Gate.Path);
        using var self = await UnderLoadAsync(keeper, workers);
        using var parent = ProcessWatch.Of(app.ProcessId);
        var children = Children(temp, app);
        try
        {
            Assert.Equal(processes, children.Count);
            children.ForEach(child => child.MustLive());

            self.Let();
            if (signal != 0)
                parent.Signal(signal);

            // The runtime takes its time to print a stack; what counts begins with the end of the parent.
            Assert.True(parent.EndsWithin(Patience.Limit), "the parent has not ended");
            var clock = Stopwatch.StartNew();
            Assert.All(children, child => child.MustEndWithin(Left(clock)));
            Assert.Empty(Processes.Tagged("TMPDIR", temp.Path));
        }
        finally
        {
            children.ForEach(child => child.Dispose());
        }
    }

    private static TimeSpan Left(Stopwatch clock) => clock.Elapsed < OneSecond ? OneSecond - clock.Elapsed : TimeSpan.Zero;

    /// <summary>Waits until every worker is under its load, and the application stands at the gate.</summary>
    private static async Task<Visit> UnderLoadAsync(GateKeeper keeper, int workers)
    {
        Visit? self = null;
        var visits = new List<Visit>();
        while (visits.Count < workers)
        {
            var visit = await keeper.NextAsync();
            if (visit.Who < workers)
                visits.Add(visit);
            else
                self = visit;
        }

        // All at once, so that those that have begun do not hold up those that start.
        foreach (var visit in visits)
        {
            visit.Let();
            visit.Dispose();
        }

        await Patience.Until(() => keeper.Announced == workers, "all are under their load");
        return self ?? await keeper.NextAsync();
    }

    private static List<ProcessWatch> Children(ScratchFolder temp, RunningApp app) =>
        [.. Processes.Tagged("TMPDIR", temp.Path).Where(pid => pid != app.ProcessId).Select(ProcessWatch.Of)];
}
