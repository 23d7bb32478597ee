namespace ProcQ;

/// <summary>A message of a <see cref="MsgQueue{T}"/>. As <c>Msg</c> of ezq.</summary>
/// <typeparam name="T">What it carries.</typeparam>
/// <param name="Data">What it carries; null is a value like any other.</param>
/// <param name="Kind">What the reader may tell messages apart by. No kind is special, "END" neither.</param>
/// <param name="Order">Its place for <see cref="MsgQueue{T}.Sorted"/>; null: when it arrives.</param>
public readonly record struct Msg<T>(T Data, string Kind = "", long? Order = null);
