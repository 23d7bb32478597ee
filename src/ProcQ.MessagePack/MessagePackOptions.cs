namespace ProcQ.MessagePack;

/// <summary>What the codec accepts and how far it goes. Immutable; derive another with <c>with</c>.</summary>
public sealed record MessagePackOptions
{
    /// <summary>The options used where none are given.</summary>
    public static MessagePackOptions Default { get; } = new();

    /// <summary>
    /// How deeply objects, collections, dictionaries, tuples and unions may nest, when writing and when reading. Default 500; at least 1.
    /// One level more is refused with a <see cref="MessagePackException"/>.
    /// </summary>
    public int MaxDepth
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 500;

    /// <summary>
    /// How many array elements and map entries one read may hold in all, whatever their nesting. Default <see cref="long.MaxValue"/>: only the
    /// bytes present limit it, because every element takes at least one byte. Lower it where many small elements cost much memory.
    /// </summary>
    public long MaxElements
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    } = long.MaxValue;

    /// <summary>
    /// Whether non-public members and constructors take part in contracts. Default false: public members only. Non-public types are accepted
    /// either way. An <c>AllowPrivate = true</c> on a type's own MessagePackObject attribute does the same for that one type.
    /// </summary>
    public bool AllowPrivate { get; init; }
}
