using System.Buffers.Text;
using Microsoft.Win32.SafeHandles;

namespace ProcQ.Host;

/// <summary>
/// The memory this process may use, looked at between items: its resident set (working set on Windows), which counts what user code, the runtime and
/// shared libraries keep in memory at this moment, garbage included.
/// </summary>
internal sealed class MemoryLimit(long mostBytes)
{
    // Pages: total, resident, shared, ...
    private const string Statistics = "/proc/self/statm";

    private readonly SafeFileHandle? _statistics = OperatingSystem.IsLinux() ? File.OpenHandle(Statistics) : null;
    private readonly byte[] _text = new byte[128];

    /// <summary>The memory in use if that is more than there may be; else null. A system call, about a microsecond on Linux.</summary>
    public long? Exceeded()
    {
        var used = _statistics is null ? Environment.WorkingSet : Resident(_statistics);
        return used > mostBytes ? used : null;
    }

    private long Resident(SafeFileHandle statistics)
    {
        var text = _text.AsSpan(0, RandomAccess.Read(statistics, _text, 0));
        var resident = text[(text.IndexOf((byte)' ') + 1)..];
        return Utf8Parser.TryParse(resident, out long pages, out _) ? pages * Environment.SystemPageSize : 0;
    }
}
