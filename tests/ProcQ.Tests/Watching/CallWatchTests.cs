using ProcQ.Watching;

namespace ProcQ.Tests.Watching;

public class CallWatchTests
{
    [Fact]
    public void Over_WithoutACallerThatLeaves_EndsTheThreadOfItsReporter()
    {
        var reporter = new Listening();
        var watch = new CallWatch(null, new ReporterLoop(reporter, Journal.In(null, "ProcessPool", "pool"), "the call"));
        watch.Open(1, []);
        watch.Start();
        watch.Over();

        Assert.True(reporter.Heard.Wait(TimeSpan.FromSeconds(30)));
        Assert.True(reporter.Thread!.Join(TimeSpan.FromSeconds(30)));
        Assert.True(reporter.HasCleanedUp);
    }

    private sealed class Listening : Reporter
    {
        public ManualResetEventSlim Heard { get; } = new();

        public Thread? Thread { get; private set; }

        public bool HasCleanedUp { get; private set; }

        public override void Init(int workers)
        {
            Thread = Thread.CurrentThread;
            Heard.Set();
        }

        public override void Cleanup() => HasCleanedUp = true;
    }
}
