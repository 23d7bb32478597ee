namespace ProcQ;

/// <summary>An item failed in a stage, and stopped its pipeline. The <see cref="Exception.InnerException"/> is what went wrong with it.</summary>
public sealed class StageException : ProcQException
{
    /// <summary>Creates an exception with a general message.</summary>
    public StageException()
        : base("A stage of a pipeline failed.") { }

    /// <summary>Creates an exception that says what happened and what to look at.</summary>
    /// <param name="message">What happened.</param>
    public StageException(string message)
        : base(message) { }

    /// <summary>Creates an exception that was caused by another one.</summary>
    /// <param name="message">What happened.</param>
    /// <param name="innerException">The cause.</param>
    public StageException(string message, Exception? innerException)
        : base(message, innerException) { }

    internal StageException(StageFailure failure)
        : this(
            $"Stage {failure.Stage.Index} ('{failure.Stage.Name}') failed at the element with index {failure.Index}: {failure.Error.Message}",
            failure.Error
        ) => (Stage, Index) = (failure.Stage, failure.Index);

    /// <summary>The stage that failed; null when it is not known.</summary>
    public PipelineStage? Stage { get; }

    /// <summary>The element of the pipeline's input from which the item stems, from 0; -1 when it is not known.</summary>
    public long Index { get; } = -1;
}
