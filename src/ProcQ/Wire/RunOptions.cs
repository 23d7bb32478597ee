namespace ProcQ.Wire;

/// <summary>How the items of a batch are to be run.</summary>
[Flags]
internal enum RunOptions : byte
{
    None = 0,

    /// <summary>Each result is written out before the next item begins.</summary>
    FlushEach = 1,

    /// <summary>The time of each item is reported.</summary>
    Durations = 2,

    /// <summary>The items have a time limit: when one that travels alone begins is written down.</summary>
    TimeLimit = 4,

    /// <summary>The worker tells of each item when it begins, after the results of those before it.</summary>
    AnnounceBegin = 8,
}
