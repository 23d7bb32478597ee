namespace ProcQ.Wire;

/// <summary>At which step an item failed.</summary>
internal enum FailureStep : byte
{
    /// <summary>The function threw.</summary>
    Function = 0,

    /// <summary>The argument could not be read in the worker.</summary>
    Argument = 1,

    /// <summary>The result could not be written.</summary>
    Result = 2,

    /// <summary>The function could not be found or rebuilt in the worker.</summary>
    Definition = 3,
}
