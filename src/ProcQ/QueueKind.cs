namespace ProcQ;

/// <summary>Between whom a <see cref="MsgQueue{T}"/> carries messages.</summary>
public enum QueueKind
{
    /// <summary>Processes, and threads of each. Messages are copies: they are written by <c>Put</c> and read by the reader.</summary>
    Process,

    /// <summary>Threads of this process only. Messages are the objects themselves, nothing is written, and anything can be put.</summary>
    Thread,
}
