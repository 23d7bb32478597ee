namespace ProcQ;

/// <summary>An attempt that was lost or timed out, after which the item was run again.</summary>
/// <param name="Attempt">Which attempt it was, from 1.</param>
/// <param name="Status"><see cref="OutcomeStatus.TimedOut"/> or <see cref="OutcomeStatus.WorkerLost"/>.</param>
/// <param name="WorkerId">The worker that ran it.</param>
/// <param name="ProcessId">Its process; gone, unless the item stopped when it was asked to.</param>
/// <param name="Reason">How the process ended, or that the item stopped.</param>
public sealed record FailedAttempt(int Attempt, OutcomeStatus Status, int WorkerId, int ProcessId, string Reason);
