namespace ProcQ;

/// <summary>
/// A worker process could not be started, or ended or fell silent before it was ready. The message holds the meaning of the exit code and
/// the end of what the process wrote.
/// </summary>
public class WorkerStartException : ProcQException
{
    /// <summary>Creates an exception with a general message.</summary>
    public WorkerStartException()
        : base("A worker process could not be started.") { }

    /// <summary>Creates an exception that says what happened and what to look at.</summary>
    /// <param name="message">What happened, with the facts, and the fix where there is one.</param>
    public WorkerStartException(string message)
        : base(message) { }

    /// <summary>Creates an exception that was caused by another one.</summary>
    /// <param name="message">What happened, with the facts, and the fix where there is one.</param>
    /// <param name="innerException">The cause.</param>
    public WorkerStartException(string message, Exception? innerException)
        : base(message, innerException) { }

    /// <summary>
    /// How far it came: <see cref="WorkPhase.Starting"/>, <see cref="WorkPhase.Initializing"/>, or <see cref="WorkPhase.Idle"/> when workers end as soon as
    /// they are ready. <see cref="WorkPhase.Unknown"/> when there was no process.
    /// </summary>
    public WorkPhase Phase { get; init; }

    /// <summary>The process; 0 when there was none.</summary>
    public int ProcessId { get; init; }

    /// <summary>The code the process ended with, 128 + signal number on Unix; null when it never ran or was still running.</summary>
    public int? ExitCode { get; init; }

    /// <summary>
    /// What its process was about when it was killed because its time was up: a stopped one cannot start, a working one needs longer.
    /// <see cref="WorkerCondition.Unknown"/> when it ended by itself.
    /// </summary>
    public WorkerCondition Condition { get; init; }

    /// <summary>Trying again cannot help: there is nothing to start, or this application cannot be started as a worker at all.</summary>
    internal bool IsPermanent { get; set; }

    /// <summary>The end of what the process wrote to its standard output and error, at most 64 KiB; empty when it wrote nothing.</summary>
    public string OutputTail { get; init; } = "";

    /// <summary>The same facts for another one who suffers from them, with this as the cause.</summary>
    internal WorkerStartException Retold(string beginning) =>
        new($"{beginning} {Message}", this)
        {
            Phase = Phase,
            ProcessId = ProcessId,
            ExitCode = ExitCode,
            Condition = Condition,
            OutputTail = OutputTail,
        };
}
