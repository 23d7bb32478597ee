namespace ProcQ;

/// <summary>An attempt at an item that cost a worker, after which the item was run again.</summary>
/// <param name="Attempt">Which attempt it was, from 1.</param>
/// <param name="Status"><see cref="OutcomeStatus.TimedOut"/> or <see cref="OutcomeStatus.WorkerLost"/>.</param>
/// <param name="WorkerId">The worker that ran it.</param>
/// <param name="ProcessId">Its process, which is gone.</param>
/// <param name="Reason">How the process ended.</param>
public sealed record FailedAttempt(int Attempt, OutcomeStatus Status, int WorkerId, int ProcessId, string Reason);
