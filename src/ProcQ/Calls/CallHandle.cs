using ProcQ.Engine;
using ProcQ.Scheduling;

namespace ProcQ.Calls;

/// <summary>A call as its caller holds it: what ends it early, and the token that does.</summary>
internal sealed class CallHandle : IDisposable
{
    private readonly PoolEngine _engine;
    private readonly TimeSpan _grace;
    private readonly LastUse _use;
    private readonly CancellationTokenRegistration _registration;

    public CallHandle(PoolEngine engine, Call call, CallInfo info, TimeSpan grace, LastUse use)
    {
        (_engine, Call, Info, _grace, _use) = (engine, call, info, grace, use);
        if (info.Caller.CanBeCanceled)
            _registration = info.Caller.UnsafeRegister(static handle => ((CallHandle)handle!).Cancel(), this);
    }

    public Call Call { get; }

    public CallInfo Info { get; }

    /// <summary>The call was ended before all of its input was read and had its outcome: by the caller, or by the end of its pool.</summary>
    public bool WasCutShort => Call.Job.Cancelled;

    public void Consumed(ResultParcel parcel) => _engine.Consume(Call, parcel);

    /// <summary>
    /// It is over, or not wanted any more: what waits never runs, what runs is asked to stop, and with <paramref name="kill"/> loses its worker
    /// if it does not.
    /// </summary>
    public void Close(bool kill)
    {
        Dispose();
        _engine.Cancel(Call, kill ? _grace : Timeout.InfiniteTimeSpan);
    }

    /// <summary>The fate of items that the pool never saw, because the call was cut short before they were read.</summary>
    public ResultParcel.Fate FateOfUnread(ItemRange items) =>
        ResultParcel.Fate.NeverRan(items, Call.Job.GivenUpAs, _engine.Fault);

    public void Dispose()
    {
        _registration.Dispose();
        // Until here somebody waits for the call, and uses the pool by that.
        GC.KeepAlive(_use);
    }

    private void Cancel() => _engine.Cancel(Call, _grace);
}
