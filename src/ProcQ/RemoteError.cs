namespace ProcQ;

/// <summary>What is known of an error that came from a worker; see <see cref="RemoteErrors.GetRemoteError"/>.</summary>
/// <param name="WorkerId">The worker's number in its pool.</param>
/// <param name="ProcessId">Its process id.</param>
/// <param name="Index">The item's index in the input of its call.</param>
/// <param name="Attempt">Which attempt at the item it was, from 1.</param>
/// <param name="TypeName">The full name of the exception's type in the worker.</param>
/// <param name="StackTrace">Its stack trace in the worker.</param>
public sealed record RemoteError(int WorkerId, int ProcessId, long Index, int Attempt, string TypeName, string StackTrace);
