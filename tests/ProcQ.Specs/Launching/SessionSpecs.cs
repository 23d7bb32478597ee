using ProcQ.Workers;

namespace ProcQ.Specs.Launching;

/// <summary>A worker that was let in and then breaks the rules.</summary>
public class SessionSpecs : LaunchSpec
{
    [Fact(Timeout = Limit)]
    public async Task A17_DoubleHello_is_a_violation_and_costs_the_worker_its_life()
    {
        var worker = await StartAsync("hello-twice");
        var events = new List<WorkerEvent>();

        var terms = new SlotTerms(1 << 20, TimeProvider.System);
        var died = await new WorkerSession(0, worker, 1, terms, events.Add).RunAsync().WaitAsync(Soon);

        var violated = Assert.IsType<WorkerEvent.Violated>(Assert.Single(events));
        Assert.Contains("Hello", violated.What, StringComparison.Ordinal);
        Assert.Equal(137, died.Exit.ExitCode);
    }
}
