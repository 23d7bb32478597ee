namespace ProcQ.Calls;

/// <summary>How a call over many items is read and what it reports.</summary>
internal sealed record CallPlan(MapOptions Options, CancellationToken Caller)
{
    /// <summary>Results are handed out one by one, to a reader who may be slow.</summary>
    public bool Streams { get; init; }

    /// <summary>The thread that reads the results reads the input as well.</summary>
    public bool Stepwise { get; init; }

    /// <summary>Each item's time is reported.</summary>
    public bool Durations { get; init; }
}
