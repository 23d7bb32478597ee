namespace ProcQ;

/// <summary>How a worker process ended, or why an item that ran was given up. Immutable.</summary>
/// <param name="ExitCode">The system's code, 128 + signal on Unix; null when it could not be learned, or when no process ended.</param>
/// <param name="Reason">What that most likely means, in words.</param>
/// <param name="OutputTail">The last 64 KiB of the process's standard output and error; empty when no process ended.</param>
public sealed record WorkerExit(int? ExitCode, string Reason, string OutputTail);
