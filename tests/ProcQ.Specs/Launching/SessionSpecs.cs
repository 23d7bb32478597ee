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
        var died = await new ProcessSession(0, worker, 1, terms, events.Add).RunAsync().WaitAsync(Soon);

        var violated = Assert.IsType<WorkerEvent.Violated>(Assert.Single(events));
        Assert.Contains("Hello", violated.What, StringComparison.Ordinal);
        Assert.Equal(137, died.Exit.ExitCode);
    }

    [Theory(Timeout = Limit)]
    [InlineData("answers-unread-and-dies")]
    [InlineData("answers-deaf-and-dies")]
    public async Task E14_DiesWithUnreadRequest_E15_WriteEpipeResultWaiting_the_result_is_delivered(string deed)
    {
        var go = Path.Combine(Path.GetTempPath(), $"procq-go-{Guid.NewGuid():N}");
        var worker = await StartAsync(deed, go);
        if (deed == "answers-deaf-and-dies")
            LineAfter("deaf");
        var events = new List<WorkerEvent>();
        var session = new ProcessSession(0, worker, 1, new SlotTerms(1 << 20, TimeProvider.System), events.Add);
        for (var place = 0; place < 100; place++)
            session.Outbox.Post(new Outgoing.Promote(place));

        session.Outbox.Pump();
        await session.Outbox.Writing.WaitAsync(Soon);
        // Nobody reads yet: the result comes to a pipe that is broken already.
        await File.WriteAllTextAsync(go, "");
        await worker.Exited.WaitAsync(Soon);
        var died = await session.RunAsync().WaitAsync(Soon);
        File.Delete(go);

        var results = Assert.IsType<WorkerEvent.Results>(Assert.Single(events));
        Assert.Equal((0L, 1), (results.Sequence, results.Header.Count));
        Assert.Equal((5, "exit code 5"), (died.Exit.ExitCode, died.Exit.Reason));
    }

    [Fact(Timeout = Limit)]
    public async Task E13_What_nobody_has_read_when_the_worker_is_gone_is_delivered()
    {
        var go = Path.Combine(Path.GetTempPath(), $"procq-go-{Guid.NewGuid():N}");
        var worker = await StartAsync("answers-twice-and-dies", go);
        var events = new List<WorkerEvent>();
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var goOn = new ManualResetEventSlim();
        var session = new ProcessSession(0, worker, 1, new SlotTerms(1 << 20, TimeProvider.System), Hear);
        var run = session.RunAsync();
        await first.Task.WaitAsync(Soon);

        // The reader is busy with the first result; the second one comes, and the worker goes.
        await File.WriteAllTextAsync(go, "");
        await worker.Exited.WaitAsync(Soon);
        // Time for what must not happen; nothing would tell of it.
        await Task.Delay(100);
        goOn.Set();

        var died = await run.WaitAsync(Soon);
        File.Delete(go);
        Assert.Equal([0L, 1L], events.Cast<WorkerEvent.Results>().Select(results => results.Sequence));
        Assert.Equal(5, died.Exit.ExitCode);

        void Hear(WorkerEvent heard)
        {
            events.Add(heard);
            if (first.TrySetResult())
                goOn.Wait();
        }
    }
}
