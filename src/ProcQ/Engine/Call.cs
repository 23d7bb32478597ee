using ProcQ.Scheduling;
using ProcQ.Watching;
using ProcQ.Wire;

namespace ProcQ.Engine;

/// <summary>One call of the pool, Map or Apply or any other, as the pool sees it: a function, arguments and outcomes.</summary>
internal sealed class Call(JobState job, FunctionCatalog.Entry function, CallRequest request, TimeSpent unread)
{
    // Arguments without an outcome and results without a reader, together: what a call may keep in memory before its input waits.
    private const long MostBytes = 32 * 1024 * 1024;

    public JobState Job { get; } = job;

    public FunctionCatalog.Entry Function { get; } = function;

    public RunOptions Options { get; } = request.Options;

    /// <inheritdoc cref="CallRequest.MayWait"/>
    public bool MayWait { get; } = request.MayWait;

    public ArgumentStore Arguments { get; } = request.Arguments;

    public AttemptLog Attempts { get; } = new();

    /// <summary>Tells the reader of its results that there is more to read, or nothing any more.</summary>
    public Signal News { get; } = request.Signals.News;

    public ResultQueue Results { get; } = new(request.Signals.News, request.Settled, unread);

    /// <summary>What is told of it; null when nobody listens.</summary>
    public CallWatch? Watch { get; } = request.Watch;

    /// <summary>How far the input may be read and how much of it is ready.</summary>
    public InputGate Input { get; } = new(request.Signals.Room, request.HasInputAtHand ? job.Sizer.Worthwhile : 1);

    /// <summary>Whether the input may go on; if not, it hears of it when it may.</summary>
    public bool HasRoomForBytes()
    {
        if (BytesFit)
            return true;
        Input.WaitsForBytes = true;
        return BytesFit;
    }

    /// <summary>
    /// Where there is no room for bytes: one more item may be read all the same, for a worker that does nothing. Results that nobody reads are no reason to make more of them.
    /// </summary>
    public bool MayReadOne => Input.IsStarved && Results.HeldBytes <= MostBytes;

    private bool BytesFit => Input.BytesAreFree || Arguments.HeldBytes + Results.HeldBytes <= MostBytes;
}
