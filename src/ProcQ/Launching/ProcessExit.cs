namespace ProcQ.Launching;

/// <summary>How a worker ended.</summary>
/// <param name="ExitCode">The system's code, 128 + signal on Unix; null when it could not be learned, or when no process ended.</param>
/// <param name="Reason">What that most likely means, for people.</param>
internal sealed record ProcessExit(int? ExitCode, string Reason)
{
    /// <summary>Why the pool killed it; null when it did not, or when the process was faster.</summary>
    public string? KillReason { get; init; }

    /// <summary>It is a thread, which nobody can kill: it was given up, and may still run.</summary>
    public bool WasAbandoned { get; init; }

    /// <summary>The pool wanted it dead for this, and the end looks like it.</summary>
    public ProcessExit Killed(string reason)
    {
        if (ExitCode is { } code && !ExitReason.IsKill(code))
            return this;
        var doubt = ExitCode is null ? $" ({Reason})" : "";
        return this with { Reason = $"killed by its pool, because {reason}{doubt}", KillReason = reason };
    }
}
