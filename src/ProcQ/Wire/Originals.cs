using System.Runtime.CompilerServices;

namespace ProcQ.Wire;

/// <summary>Values that nobody encoded: both sides share the process, and the objects. The collector takes them when nobody holds them any more.</summary>
internal sealed class Originals<T> : Cargo
{
    private T[] _values;

    public Originals(T[] values) => (_values, Count) = (values, values.Length);

    public Originals() => _values = [];

    public int Count { get; private set; }

    public override int Length => Count * Unsafe.SizeOf<T>();

    public T this[int at] => _values[at];

    public ReadOnlySpan<T> Span => _values.AsSpan(0, Count);

    public void Add(T value)
    {
        if (Count == _values.Length)
            Array.Resize(ref _values, Math.Max(1, Count * 2));
        _values[Count++] = value;
    }

    public override Cargo Copy() => this;
}
