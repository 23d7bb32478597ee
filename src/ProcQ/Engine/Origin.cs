namespace ProcQ.Engine;

/// <summary>Where an outcome comes from. A worker id of -1: from no worker.</summary>
internal readonly record struct Origin(int WorkerId, int ProcessId)
{
    public static Origin None => new(-1, 0);
}
