using ProcQ.Watching;

namespace ProcQ.Tests.Watching;

/// <summary>Workers die between any two messages; what is told makes sense all the same.</summary>
public sealed class CallTellerTests
{
    private static readonly WorkerInfo First = new(0, 100);
    private static readonly WorkerInfo Second = new(0, 101);

    private readonly CallTeller _teller = new(wholeCall: true);
    private readonly Names _names = new();

    [Fact]
    public void End_BeginWasNeverHeard_IsToldAfterABegin()
    {
        _teller.End(_names, 0, "x", new ItemEnd(OutcomeStatus.TimedOut, null, null, First));

        Assert.Equal(["Begin", "TimedOut"], _names.All);
    }

    [Fact]
    public void Exit_ItemHadBegunAndWasNotCharged_RunsAgain()
    {
        _teller.Begin(_names, 0, new CallTeller.Running(First, "x", 1));
        _teller.Exit(_names, First, Killed);
        _teller.Begin(_names, 0, new CallTeller.Running(Second, "x", 1));
        _teller.End(_names, 0, "x", new ItemEnd(OutcomeStatus.Succeeded, 1, null, Second));

        Assert.Equal(["Begin", "Retry", "Exit", "Begin", "Success"], _names.All);
    }

    [Fact]
    public void Exit_OfAnotherWorker_LeavesTheItemAlone()
    {
        _teller.Begin(_names, 0, new CallTeller.Running(First, "x", 1));
        _teller.Exit(_names, Second, Killed);

        Assert.Equal(["Begin", "Exit"], _names.All);
    }

    [Fact]
    public void Over_ItemsStillRun_AbortsThemAndTellsNoMore()
    {
        _teller.Begin(_names, 0, new CallTeller.Running(First, "x", 1));
        _teller.Over(_names);
        _teller.Over(_names);
        _teller.End(_names, 0, "x", new ItemEnd(OutcomeStatus.Succeeded, 1, null, First));
        _teller.Exit(_names, First, Killed);

        Assert.Equal(["Begin", "Abort", "Cleanup"], _names.All);
    }

    [Fact]
    public void End_CancelledBeforeItBegan_IsNotTold()
    {
        _teller.End(_names, 0, "x", new ItemEnd(OutcomeStatus.Cancelled, null, new OperationCanceledException(), First));

        Assert.Empty(_names.All);
    }

    [Fact]
    public void Progress_OfAnItemThatIsNotRunning_IsNotTold()
    {
        _teller.Progress(_names, 0, 0.5, null);

        Assert.Empty(_names.All);
    }

    private static WorkerExit Killed => new(137, "killed", "");

    private sealed class Names : Reporter
    {
        public List<string> All { get; } = [];

        public override void Begin(WorkerInfo worker, object? item) => All.Add(nameof(Begin));

        public override void Progress(WorkerInfo worker, object? item, double fraction, string? message) =>
            All.Add(nameof(Progress));

        public override void Success(WorkerInfo worker, object? item, object? result) => All.Add(nameof(Success));

        public override void Abort(WorkerInfo worker, object? item, WorkerExit exit) => All.Add(nameof(Abort));

        public override void TimedOut(WorkerInfo worker, object? item) => All.Add(nameof(TimedOut));

        public override void Retry(WorkerInfo worker, object? item, int attempt, OutcomeStatus reason) => All.Add(nameof(Retry));

        public override void Exit(WorkerInfo worker, WorkerExit exit) => All.Add(nameof(Exit));

        public override void Cleanup() => All.Add(nameof(Cleanup));
    }
}
