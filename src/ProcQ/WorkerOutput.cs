namespace ProcQ;

/// <summary>What becomes of what workers write to their standard output and error. The end of it is kept for errors in any case.</summary>
public enum WorkerOutput
{
    /// <summary>Line by line to the standard output and error of this process, as they are, without a tag.</summary>
    Inherit,

    /// <summary>Line by line to the log, category <c>ProcQ.Worker.Output</c>, with worker, process and the item it is in.</summary>
    Log,

    /// <summary>Nowhere.</summary>
    Discard,
}
