namespace ProcQ;

/// <summary>The type of <see cref="Emit.None"/>, which converts to an <see cref="Emit{T}"/> of every type.</summary>
public readonly record struct EmitNothing;
