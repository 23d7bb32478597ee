using ProcQ.Host;
using ProcQ.Wire;

namespace ProcQ.Tests.Host;

/// <summary>An outlet that leads nowhere: keeps the bytes of the results that were sent last.</summary>
internal sealed class HeldOutlet() : ResultOutlet(1 << 20)
{
    public ReadOnlyMemory<byte> Sent { get; private set; }

    /// <summary>The result that was written, as it would leave.</summary>
    public ReadOnlyMemory<byte> Take()
    {
        Keep(0);
        Flush(TimeSpan.Zero);
        return Sent;
    }

    public override void SendProgress(long item, ProgressReport report) => throw new NotSupportedException();

    public override bool SendReturned(long item, Func<int?> take) => throw new NotSupportedException();

    public override void Send(FrameKind kind, long order) => throw new NotSupportedException();

    protected override void SendFailure(long item, FailureReport report) => throw new NotSupportedException();

    protected override void SendResults(
        long first,
        TimeSpan elapsed,
        ReadOnlySpan<long> durations,
        int count,
        ReadOnlyMemory<byte> values
    ) => Sent = values.ToArray();
}
