namespace ProcQ;

/// <summary>What becomes of what workers write to their standard output and error. The end of it is kept for errors in any case.</summary>
public enum WorkerOutput
{
    /// <summary>Line by line to the standard output and error of this process.</summary>
    Inherit,

    /// <summary>Line by line to the log, category <c>ProcQ.Worker.Output</c>, with the worker's id.</summary>
    Log,

    /// <summary>Nowhere.</summary>
    Discard,
}
