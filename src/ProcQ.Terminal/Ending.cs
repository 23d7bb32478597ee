namespace ProcQ.Terminal;

/// <summary>How an item ended, or an attempt at it.</summary>
internal enum Ending
{
    Succeeded,
    Failed,
    Lost,
    TimedOut,

    /// <summary>It will begin again.</summary>
    Retried,
}
