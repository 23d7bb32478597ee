using System.Diagnostics;
using ProcQ.Specs.Exit;
using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>An application that is killed while it starts its workers, or stopped while they work.</summary>
public sealed class ParentStopSpecs : ProcessSpec
{
    // Whole applications, with workers of their own.
    protected override TimeSpan TimeLimit => 2 * Patience.SpecLimit;

    private const int SigKill = 9;
    private const int SigStop = 19;
    private const int SigCont = 18;

    private static readonly TimeSpan OneSecond = TimeSpan.FromSeconds(1);

    /// <summary>From the first moment on in steps of 5 ms, until the workers are up before the blow falls; on a machine so busy that they never are, sixty times.</summary>
    [Fact]
    public async Task G10_SigkillDuringSpawn_at_each_5_ms_of_the_start()
    {
        const int Step = 5;
        const int Moments = 60;
        var (moment, started) = (0, 0);
        // While one dies the next one loads its runtime, and waits at its gate.
        using var parents = new StartingParents();
        for (; started < 3 && moment < Moments; moment++)
        {
            using var parent = parents.Next();
            started += await parent.DieAsync(moment * Step) ? 1 : 0;
            // Who is still loading the runtime learns of it when that is done, which on a busy machine takes its time.
            await parent.MustLeaveNobodyAsync(Patience.Limit);
        }

        Assert.True(moment > 3, "The workers were up before they could be: this showed nothing.");
    }

    [Fact]
    public async Task G11_SigstopParent10s_the_workers_wait_and_their_results_arrive()
    {
        using var temp = new ScratchFolder();
        using var keeper = new GateKeeper();
        using var app = RunningApp.StartIn(temp, "parent", "2", "idle", "return", keeper.Gate.Path);
        using var one = await keeper.NextAsync();
        using var two = await keeper.NextAsync();
        using var parent = ProcessWatch.Of(app.ProcessId);
        using var first = ProcessWatch.Of(one.ProcessId);
        using var second = ProcessWatch.Of(two.ProcessId);

        parent.Signal(SigStop);
        await Patience.Until(() => Processes.IsStopped(app.ProcessId), "the parent is stopped");
        one.Let();
        two.Let();
        await Patience.Until(() => keeper.Announced == 2, "the items are done");

        // Nothing is to happen, which has no event to wait for.
        Assert.False(await Task.Run(() => first.EndsWithin(TimeSpan.FromSeconds(10))));
        second.MustLive();
        parent.Signal(SigCont);
        // It comes when it has both results.
        using var self = await keeper.NextAsync();
        Assert.Equal(app.ProcessId, self.ProcessId);
        self.Let();
        Assert.Equal(5, (await app.Ended()).ExitCode);
        first.MustEndWithin(OneSecond);
        second.MustEndWithin(OneSecond);
    }

    /// <summary>One after the other, each started before it is asked for.</summary>
    private sealed class StartingParents : IDisposable
    {
        private StartingParent _next = new();

        public StartingParent Next()
        {
            var parent = _next;
            _next = new StartingParent();
            return parent;
        }

        public void Dispose() => _next.Dispose();
    }

    /// <summary>An application that is about to start two workers, in a temp folder of its own.</summary>
    private sealed class StartingParent : IDisposable
    {
        private readonly ScratchFolder _temp = new();
        private readonly GateKeeper _keeper = new();
        private readonly RunningApp _app;

        public StartingParent() => _app = RunningApp.StartIn(_temp, "starting-parent", "2", _keeper.Gate.Path);

        /// <summary>Lets it begin, and kills it so many milliseconds later. True when its workers were up by then.</summary>
        public async Task<bool> DieAsync(int milliseconds)
        {
            using var visit = await _keeper.NextAsync();
            using var watch = ProcessWatch.Of(_app.ProcessId);
            visit.Let();
            Thread.Sleep(milliseconds);
            watch.Signal(SigKill);
            Assert.True(watch.EndsWithin(Patience.Limit));
            return _keeper.Announced > 0;
        }

        /// <summary>Neither a worker nor what was to become one.</summary>
        public async Task MustLeaveNobodyAsync(TimeSpan limit)
        {
            var clock = Stopwatch.StartNew();
            while (Processes.Tagged("TMPDIR", _temp.Path) is { Count: > 0 } left)
            {
                Assert.True(clock.Elapsed < limit, $"left are {string.Join(", ", left.Select(Processes.Describe))}");
                await Task.Delay(5);
            }
        }

        public void Dispose()
        {
            _app.Dispose();
            _keeper.Dispose();
            _temp.Dispose();
        }
    }
}
