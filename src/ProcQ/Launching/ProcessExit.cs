namespace ProcQ.Launching;

/// <summary>How a worker process ended.</summary>
/// <param name="ExitCode">The system's code, 128 + signal on Unix; null when it could not be learned.</param>
/// <param name="Reason">What that most likely means, for people.</param>
internal sealed record ProcessExit(int? ExitCode, string Reason);
