using ProcQ.Engine;
using ProcQ.Watching;
using ProcQ.Wire;

namespace ProcQ.Calls;

/// <summary>Brings a call together with those who listen: the pool's reporter, and the call's own reporter and receiver of progress.</summary>
internal sealed class Listening(PoolEngine engine, Audience audience, Payload payload)
{
    /// <summary>The call as it is to be submitted. Without a reporter nothing about it changes.</summary>
    public CallRequest Attach<TResult>(CallRequest request, CallInfo info, Reporter? reporter) =>
        reporter is null && audience.Reporter is null ? request : Watched<TResult>(request, info, reporter);

    /// <summary>The call was taken in: its listeners begin to hear.</summary>
    public CallAudience Begin(Call call, CallInfo info, IProgress<PoolProgress>? progress)
    {
        call.Watch?.Start();
        return new CallAudience(call.Watch, progress is null ? null : Feed(call, info, progress));
    }

    private CallRequest Watched<TResult>(CallRequest request, CallInfo info, Reporter? reporter)
    {
        var own = reporter is null ? null : new ReporterLoop(reporter, audience.Journal, $"the call '{info.Name}'");
        var watch = new CallWatch(audience.Reporter, own);
        return request with
        {
            Options = request.Options | RunOptions.AnnounceBegin,
            Watch = watch,
            Settled = parcel => watch.End(parcel.Items, ReadLater<TResult>(parcel, info)),
        };
    }

    private ProgressFeed Feed(Call call, CallInfo info, IProgress<PoolProgress> progress) =>
        new(progress, () => Look(call), audience, $"the call '{info.Name}'");

    private (PoolProgress Progress, bool Ended) Look(Call call)
    {
        var count = engine.Look((core, _, _, _) => CallCount.Of(call, core));
        var progress = new PoolProgress
        {
            Done = count.Done,
            Failed = count.Failed,
            Running = count.Running,
            Queued = count.Queued,
            Total = count.Total,
        };
        return (progress, count.Ended);
    }

    /// <summary>The reader of the call gets its own, and gives them back: listeners, who may be behind, have a copy.</summary>
    private Func<IEnumerable<ItemEnd>> ReadLater<TResult>(ResultParcel parcel, CallInfo info)
    {
        if (parcel is ResultParcel.Values values)
            parcel = values with { Cargo = values.Cargo.Copy() };
        return () => Read<TResult>(parcel, info);
    }

    private IEnumerable<ItemEnd> Read<TResult>(ResultParcel parcel, CallInfo info)
    {
        var decoder = new ParcelDecoder<TResult>(info, payload);
        decoder.Open(parcel);
        var origin = parcel switch
        {
            ResultParcel.Values values => values.Origin,
            ResultParcel.Failure failure => failure.Origin,
            ResultParcel.Fate fate => fate.Origin,
            _ => Origin.None,
        };
        var worker = new WorkerInfo(origin.WorkerId, origin.ProcessId);
        while (!decoder.IsEmpty)
        {
            var outcome = decoder.Next();
            var result = outcome.Error is null && typeof(TResult) != typeof(Wire.Nothing) ? outcome.Result : default(object);
            yield return new ItemEnd(outcome.Status, result, outcome.Error, worker);
        }
    }
}
