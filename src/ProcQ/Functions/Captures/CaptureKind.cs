namespace ProcQ.Functions.Captures;

/// <summary>How a captured variable travels. Both sides derive it from the field's type alone.</summary>
internal enum CaptureKind
{
    /// <summary>The closure of an outer scope, field by field.</summary>
    Closure,

    /// <summary>A delegate, as a definition inside the definition.</summary>
    Function,

    /// <summary>A value whose static type says all.</summary>
    Value,

    /// <summary>A value with its runtime type beside it: through <c>object</c> or a base class the codec would lose what it is.</summary>
    TypedValue,
}
