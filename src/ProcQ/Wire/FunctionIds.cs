namespace ProcQ.Wire;

/// <summary>Ids under which a worker is told of functions that are not a call's. Those of calls begin at 0.</summary>
internal static class FunctionIds
{
    /// <summary>The factory of the user's codec, defined before anything else.</summary>
    public const long PayloadFactory = -1;

    /// <summary>The pool's initializer.</summary>
    public const long Initializer = -2;
}
