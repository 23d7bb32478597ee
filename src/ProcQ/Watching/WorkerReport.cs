namespace ProcQ.Watching;

/// <summary>What the function in a worker last told of its progress, and for which item of which incarnation.</summary>
internal sealed record WorkerReport(long Generation, long Sequence, double Fraction, string? Message);
