namespace ProcQ.Dedicated;

/// <summary>What a <see cref="Worker"/> stands on: one function that runs somewhere, from its start to its end.</summary>
internal abstract class WorkerLife
{
    /// <summary>The process it runs in; waits until there is one.</summary>
    public abstract int ProcessId { get; }

    /// <summary>How it ended; null while it has not.</summary>
    public abstract int? ExitCode { get; }

    /// <summary>Its end, with the function's exception if it threw.</summary>
    public abstract Task Completion { get; }

    /// <summary>What queues know its writers by, once it runs; null when it never did.</summary>
    public abstract Task<object?> Identity { get; }

    /// <summary>Ends it at once; false for what cannot be ended.</summary>
    public abstract bool TryKill();
}
