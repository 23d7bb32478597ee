namespace ProcQ.Endurance.Traffic;

/// <summary>What a call was promised about how often its items run.</summary>
internal enum Promise
{
    /// <summary>Nothing: what ended just before its worker died may run again.</summary>
    None,

    /// <summary>Further attempts at what was lost.</summary>
    Retries,

    /// <summary>No item runs twice.</summary>
    AtMostOnce,
}
