using ProcQ.Functions;
using ProcQ.Scheduling;
using ProcQ.Workers;

namespace ProcQ.Engine;

/// <summary>
/// The functions a pool has been given. A function with the same captured values keeps its number, so a worker is told about it once;
/// those that capture nothing stay for good, the others leave when enough newer ones have come.
/// </summary>
internal sealed class FunctionCatalog
{
    // Definitions with captured values that no call uses, kept in case the next call brings the same values.
    private const int IdleLimit = 64;
    private const int IdleBytesLimit = 1024 * 1024;

    private readonly Dictionary<FunctionDefinition, Entry> _plain = [];
    private readonly Dictionary<FunctionDefinition, Entry> _capturing = new(BytesComparer.Instance);
    private readonly LinkedList<Entry> _idle = new();
    private long _next;
    private long _idleBytes;

    /// <summary>The function's number, and what is known of its pace. Pair with <see cref="Release"/>.</summary>
    public Entry Acquire(FunctionDefinition definition)
    {
        if (!definition.HasCaptures)
            return _plain.TryGetValue(definition, out var plain) ? plain : _plain[definition] = NewEntry(definition);
        if (!_capturing.TryGetValue(definition, out var entry))
            entry = _capturing[definition] = NewEntry(definition);
        if (entry.Users++ == 0 && entry.IdleNode is { } node)
        {
            _idle.Remove(node);
            _idleBytes -= definition.Bytes.Length;
            entry.IdleNode = null;
        }

        return entry;
    }

    /// <summary>A call of the function is over. Returns the functions that workers should forget now.</summary>
    public IReadOnlyList<KnownFunction> Release(Entry entry, Pace pace)
    {
        entry.Pace = pace;
        if (!entry.Function.Definition.HasCaptures || --entry.Users > 0)
            return [];
        if (!entry.Function.Definition.MayRecur)
        {
            _capturing.Remove(entry.Function.Definition);
            return [];
        }

        entry.IdleNode = _idle.AddLast(entry);
        _idleBytes += entry.Function.Definition.Bytes.Length;
        if (_idle.Count <= IdleLimit && _idleBytes <= IdleBytesLimit)
            return [];
        var forgotten = new List<KnownFunction>();
        while (_idle.Count > IdleLimit || _idleBytes > IdleBytesLimit)
            forgotten.Add(DropOldest());
        return forgotten;
    }

    private KnownFunction DropOldest()
    {
        var oldest = _idle.First!.Value.Function;
        _idle.RemoveFirst();
        _idleBytes -= oldest.Definition.Bytes.Length;
        _capturing.Remove(oldest.Definition);
        return oldest;
    }

    private Entry NewEntry(FunctionDefinition definition) => new(new KnownFunction(_next++, definition));

    /// <summary>One function.</summary>
    internal sealed class Entry(KnownFunction function)
    {
        public KnownFunction Function { get; } = function;

        public Pace Pace { get; set; } = Pace.Unknown;

        public int Users { get; set; }

        public LinkedListNode<Entry>? IdleNode { get; set; }
    }

    /// <summary>Reads the bytes only of two that are the same in all likelihood.</summary>
    private sealed class BytesComparer : IEqualityComparer<FunctionDefinition>
    {
        public static BytesComparer Instance { get; } = new();

        public bool Equals(FunctionDefinition? x, FunctionDefinition? y) =>
            ReferenceEquals(x, y)
            || (x is not null && y is not null && x.BytesHash == y.BytesHash && x.Bytes.Span.SequenceEqual(y.Bytes.Span));

        public int GetHashCode(FunctionDefinition definition) => definition.BytesHash;
    }
}
