using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;

namespace ProcQ.Endurance.Traffic;

/// <summary>
/// How often each item was begun, counted by those who run it, in a file that they all map: a witness that is neither the pool nor its wire. What was
/// counted survives whoever counted it.
/// </summary>
internal sealed unsafe class ExecutionLedger : IDisposable
{
    private static readonly ConcurrentDictionary<string, ExecutionLedger> Known = new(StringComparer.Ordinal);

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly int* _counts;

    private ExecutionLedger(string path)
    {
        Path = path;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open);
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _counts = (int*)start;
    }

    public string Path { get; }

    /// <summary>A new one, for so many items.</summary>
    public static ExecutionLedger Create(string path, long items)
    {
        using (var file = File.Create(path))
            file.SetLength(items * sizeof(int));
        return new ExecutionLedger(path);
    }

    /// <summary>In a worker: the item is begun. Its process may run other items at the same time, and so may others.</summary>
    public static void Note(string path, long item) =>
        Interlocked.Increment(ref Known.GetOrAdd(path, static path => new ExecutionLedger(path)).At(item));

    /// <summary>How often the item was begun so far.</summary>
    public int Count(long item) => Volatile.Read(ref At(item));

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private ref int At(long item)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(item, _view.Capacity / sizeof(int));
        return ref _counts[item];
    }
}
