using ProcQ.Scheduling;

namespace ProcQ.Engine;

/// <summary>How far a call is, in items, at one moment.</summary>
internal readonly record struct CallCount(long Done, long Failed, long Running, long Queued, long? Total, bool Ended)
{
    /// <summary>Under the engine's gate.</summary>
    public static CallCount Of(Call call, PoolCore core)
    {
        var job = call.Job;
        long running = 0;
        foreach (var worker in core.Workers)
            running += worker.Leases is [var front, ..] && front.Job == job ? 1 : 0;
        var total = job.InputEnded && !job.Cancelled ? job.Submitted : job.Terms.Total;
        return new CallCount(
            job.Settled,
            call.Results.Failed,
            running,
            Math.Max(0, job.Submitted - job.Settled - running),
            total,
            job.Ended
        );
    }
}
