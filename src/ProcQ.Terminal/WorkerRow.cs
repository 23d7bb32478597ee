namespace ProcQ.Terminal;

/// <summary>What is known of a worker: a row.</summary>
internal sealed record WorkerRow(int WorkerId, int ProcessId)
{
    /// <summary>Its item, or what became of the last one.</summary>
    public string Text { get; init; } = "started";

    /// <summary>When its item began, by the clock of the board; null if it has none.</summary>
    public TimeSpan? Since { get; init; }

    public double? Fraction { get; init; }

    public string Message { get; init; } = "";

    /// <summary>How many items it has ended.</summary>
    public long Done { get; init; }
}
