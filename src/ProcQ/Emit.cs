namespace ProcQ;

/// <summary>
/// Passing nothing on: a stage function that returns <c>Emit&lt;TResult&gt;</c> may return <see cref="None"/>. Null is a result like any other. As
/// <c>EmptyRst</c> of jobq.
/// </summary>
public static class Emit
{
    /// <summary>Passes nothing on: converts to an <see cref="Emit{T}"/> of every type.</summary>
    public static EmitNothing None => default;

    /// <summary>Passes a value on; null is one. A value converts by itself where the type is known.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    public static Emit<T> Value<T>(T value) => value;
}

/// <summary>What a stage function returns that may pass nothing on.</summary>
/// <typeparam name="T">The result.</typeparam>
/// <param name="HasValue">Whether something is passed on.</param>
/// <param name="Value">What is passed on.</param>
public readonly record struct Emit<T>(bool HasValue, T? Value)
{
    /// <summary>Passes the value on.</summary>
    /// <param name="value">The value; null is one.</param>
    public static implicit operator Emit<T>(T value) => new(true, value);

    /// <summary>Passes nothing on.</summary>
    /// <param name="nothing"><see cref="Emit.None"/>.</param>
    public static implicit operator Emit<T>(EmitNothing nothing) => default;
}
