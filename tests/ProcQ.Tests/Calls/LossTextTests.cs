using ProcQ.Calls;
using ProcQ.Engine;
using ProcQ.Launching;
using ProcQ.Scheduling;
using ProcQ.Workers;

namespace ProcQ.Tests.Calls;

/// <summary>What people read when a worker was lost, word for word.</summary>
public sealed class LossTextTests
{
    private static readonly CallInfo Call = new("Crunch", TimeSpan.FromSeconds(2), CancellationToken.None)
    {
        OwnWorkers = new OwnWorkers(null, ""),
    };

    [Fact]
    public void Lost_ByTheOutOfMemoryKiller_SaysWhatItHadAndWhereToLook()
    {
        var loss = Loss(137, "") with
        {
            Phase = WorkPhase.Running,
            RanFor = TimeSpan.FromSeconds(12.3),
            Sight = new Sight(WorkerCondition.Working, 4_187_593_114),
        };

        Assert.Equal(
            "Worker 3 (process 4711) was lost with item 13 of 'Crunch', which it had been running for 12.3 s: "
                + "exit code 137 (SIGKILL: killed from outside or out of memory; or an exit with that code). "
                + "It used 3.9 GiB of memory when last looked at. "
                + "The pool did not do it. Often it is the kernel's out-of-memory killer: look into dmesg, or memory.events of the container's cgroup.",
            LossText.Lost(13, "Crunch", Fate(loss))
        );
    }

    [Fact]
    public void Lost_ByItsPool_SaysWhyAndGivesNoAdvice()
    {
        var exit = new ProcessExit(137, "killed (SIGKILL)").Killed("it broke the protocol: kind 99");
        var loss = new Loss(exit, "last words\n") { Phase = WorkPhase.Encoding, RanFor = TimeSpan.FromMilliseconds(250) };

        Assert.Equal(
            "Worker 3 (process 4711) was lost with item 13 of 'Crunch', whose result it was writing after 0.25 s: "
                + "killed by its pool, because it broke the protocol: kind 99. It last wrote:\nlast words",
            LossText.Lost(13, "Crunch", Fate(loss))
        );
    }

    [Theory]
    [InlineData(WorkPhase.Decoding, true, ", whose function or argument it was reading: ")]
    [InlineData(WorkPhase.Running, true, ", which it had been running: ")]
    [InlineData(WorkPhase.Idle, true, ", whose result was lost with it: ")]
    [InlineData(WorkPhase.Idle, false, ", which had not begun: ")]
    [InlineData(WorkPhase.Unknown, true, "item 13 of 'Crunch': ")]
    public void Lost_InAnyPhase_SaysWhich(WorkPhase phase, bool executed, string expected) =>
        Assert.Contains(
            expected,
            LossText.Lost(13, "Crunch", Fate(Loss(7, "") with { Phase = phase }, executed)),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(WorkPhase.Running, WorkerCondition.Working, " running the function; its process was using the processor.")]
    [InlineData(WorkPhase.Running, WorkerCondition.Waiting, " running the function; its process was waiting: for a lock, ")]
    [InlineData(WorkPhase.Idle, WorkerCondition.Stopped, " before it began the item; its process was stopped, by SIGSTOP")]
    [InlineData(WorkPhase.Encoding, WorkerCondition.Unknown, " writing the result.")]
    [InlineData(WorkPhase.Decoding, WorkerCondition.Unknown, " reading the function or the argument.")]
    public void TimedOut_Killed_SaysWhatItWasDoing(WorkPhase phase, WorkerCondition condition, string expected)
    {
        var loss = Loss(137, "") with { Phase = phase, Sight = new Sight(condition, 0) };

        var text = LossText.TimedOut(13, Call, Fate(loss, phase != WorkPhase.Idle));

        Assert.StartsWith(
            "Item 13 of 'Crunch' ran longer than its limit of 2 s; its worker 3 (process 4711) was killed",
            text,
            StringComparison.Ordinal
        );
        Assert.Contains(expected, text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(512, "0.5 KiB")]
    [InlineData(3 << 20, "3 MiB")]
    [InlineData(5L << 30, "5 GiB")]
    public void Size_IsInAUnitOfWhichThereAreAFew(long bytes, string expected) => Assert.Equal(expected, LossText.Size(bytes));

    [Fact]
    public void Killed_ThatWasFasterByItself_IsNotThePoolsDoing()
    {
        Assert.Equal(new ProcessExit(134, "abort (SIGABRT)"), new ProcessExit(134, "abort (SIGABRT)").Killed("it was slow"));
        Assert.Equal(
            "killed by its pool, because it was slow (still there)",
            new ProcessExit(null, "still there").Killed("it was slow").Reason
        );
    }

    private static Loss Loss(int exitCode, string tail) =>
        new(new ProcessExit(exitCode, ExitReason.DescribeUnix(exitCode, killedByPool: false, tail)), tail);

    private static ResultParcel.Fate Fate(Loss loss, bool executed = true) =>
        new(new ItemRange(13, 1, 1), OutcomeStatus.WorkerLost, executed, loss, new Origin(3, 4711));
}
