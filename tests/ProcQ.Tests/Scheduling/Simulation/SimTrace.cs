using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>The story of one world, told when it ends badly.</summary>
internal sealed class SimTrace
{
    private readonly List<string> _lines = [];

    public void Add(SimClock clock, string line) => _lines.Add($"{clock.Now / 1e6, 12:F4} ms  {line}");

    public void Add(SimClock clock, PoolCommand command) => Add(clock, $"    -> {Describe(command)}");

    public string Tail(int lines) => string.Join(Environment.NewLine, _lines.Skip(_lines.Count - lines));

    private static string Describe(PoolCommand command) =>
        command switch
        {
            PoolCommand.Start start =>
                $"start worker {start.Worker}.{start.Generation} for place {start.Place} in {start.Delay.TotalMilliseconds} ms",
            PoolCommand.Promote promote => $"promote worker {promote.Worker}.{promote.Generation} to place {promote.Place}",
            PoolCommand.Send send =>
                $"send {Items(send.Job, send.Items)} to worker {send.Worker}.{send.Generation} as {send.Sequence}",
            PoolCommand.TakeBack ask => $"take back from {ask.Sequence} on of worker {ask.Worker}.{ask.Generation}",
            PoolCommand.Cancel ask => $"ask {ask.Sequence} of worker {ask.Worker}.{ask.Generation} to stop",
            PoolCommand.Stop stop => $"stop worker {stop.Worker}.{stop.Generation}",
            PoolCommand.Kill kill => $"kill worker {kill.Worker}.{kill.Generation}: {kill.Reason}",
            PoolCommand.Deliver deliver => $"deliver {Items(deliver.Job, deliver.Items)}",
            PoolCommand.Settle settle =>
                $"settle {Items(settle.Job, settle.Items)} as {settle.Status}, may have executed {settle.MayHaveExecuted}",
            PoolCommand.Retry retry => $"retry {Items(retry.Job, retry.Item)} after {retry.Status}",
            PoolCommand.EndJob end => $"end job {end.Job.Id}",
            _ => command.ToString(),
        };

    private static string Items(JobState job, ItemRange items) =>
        $"{job.Id}[{items.First}..{items.End - 1}]"
        + (items.Attempt > 1 ? $" attempt {items.Attempt}" : "")
        + (items.Strikes > 0 ? $" strikes {items.Strikes}" : "")
        + (items.Touched ? " touched" : "");
}
