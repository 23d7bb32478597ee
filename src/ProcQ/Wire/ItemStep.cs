namespace ProcQ.Wire;

/// <summary>At which step of an item a worker is, or was when the item failed. Two bits: it shares a word of the progress page with the item.</summary>
internal enum ItemStep : byte
{
    /// <summary>The function runs.</summary>
    Function = 0,

    /// <summary>The argument is read in the worker.</summary>
    Argument = 1,

    /// <summary>The result is written.</summary>
    Result = 2,

    /// <summary>The function is found and rebuilt in the worker.</summary>
    Definition = 3,
}
