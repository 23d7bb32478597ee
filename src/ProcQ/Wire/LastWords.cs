namespace ProcQ.Wire;

/// <summary>What a worker writes to its standard error, and exits with, when it cannot tell its parent in any other way.</summary>
internal static class LastWords
{
    /// <summary>Its pipe does not take what it writes: user code has closed or replaced it, or the parent is gone.</summary>
    public const string CutOff = "ProcQ: this worker is cut off from its pool. ";

    /// <summary>As for any input or output that failed.</summary>
    public const int CutOffCode = 74;
}
