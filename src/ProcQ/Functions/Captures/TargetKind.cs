namespace ProcQ.Functions.Captures;

/// <summary>What a delegate is bound to, as it stands in a definition.</summary>
internal enum TargetKind
{
    /// <summary>A closure, or an object without state: made empty in the worker, then filled field by field.</summary>
    Closure = 0,

    /// <summary>Another delegate, as in <c>new Func&lt;int&gt;(other)</c>.</summary>
    Function = 1,

    /// <summary>Data: the receiver of a method group, or a lambda's <c>this</c>.</summary>
    Data = 2,
}
