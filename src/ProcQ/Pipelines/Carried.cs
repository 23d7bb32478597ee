using ProcQ.MessagePack;

namespace ProcQ.Pipelines;

/// <summary>
/// A value between two stages: itself, or the bytes in which a worker sent it. Where nobody in this process looks at it they go to the next worker as they came.
/// </summary>
[FormattedBy(typeof(CarriedFormatter<>))]
internal readonly struct Carried<T>
{
    private readonly T? _value;
    private readonly byte[]? _bytes;

    public Carried(T value)
        : this(value, null) { }

    private Carried(T? value, byte[]? bytes) => (_value, _bytes) = (value, bytes);

    /// <summary>What a worker sent. Not a constructor: a value may be an array of bytes itself.</summary>
    public static Carried<T> Of(byte[] bytes) => new(default, bytes);

    /// <summary>What a worker sent; null for what is at hand as a value.</summary>
    public byte[]? Bytes => _bytes;

    public T Value =>
        _bytes is null
            ? _value!
            : throw new InvalidOperationException("Who looks at a value says so when the stages are connected.");

    /// <summary>Numbers and their like are copied faster than their bytes are kept.</summary>
    public static bool PaysOff => !typeof(T).IsPrimitive && !typeof(T).IsEnum;
}
