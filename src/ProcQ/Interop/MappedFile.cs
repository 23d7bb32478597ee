using System.IO.MemoryMappedFiles;

namespace ProcQ.Interop;

/// <summary>
/// The first bytes of a file as memory shared with whoever else has it open. On Unix by hand: the runtime's class costs a fresh process the
/// load of an assembly and two milliseconds.
/// </summary>
internal sealed unsafe class MappedFile : IDisposable
{
    private const int ReadAndWrite = 3;
    private const int Shared = 1;

    private readonly int _length;
    private readonly IDisposable? _onWindows;
    private byte* _start;

    private MappedFile(int length, byte* start, IDisposable? onWindows)
    {
        _length = length;
        _start = start;
        _onWindows = onWindows;
    }

    public byte* Start => _start;

    public static MappedFile Open(string path, int length) =>
        OperatingSystem.IsWindows() ? OpenOnWindows(path, length) : OpenOnUnix(path, length);

    public void Dispose()
    {
        if (_onWindows is not null)
            _onWindows.Dispose();
        else if (_start is not null)
            Libc.Unmap(_start, (nuint)_length);
        _start = null;
    }

    private static MappedFile OpenOnUnix(string path, int length)
    {
        var file = Descriptor.Open(path);
        var start = Libc.Map(0, (nuint)length, ReadAndWrite, Shared, file, 0);
        var failed = (nint)start == -1;
        if (failed)
            throw Errno.ToException($"{path} cannot be mapped");
        Libc.Close(file); // The mapping keeps the file.
        return new MappedFile(length, start, null);
    }

    // Untested: it has not run on Windows yet. The pointer is given back with the process.
    private static MappedFile OpenOnWindows(string path, int length)
    {
        var map = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, length, MemoryMappedFileAccess.ReadWrite);
        var view = map.CreateViewAccessor(0, length, MemoryMappedFileAccess.ReadWrite);
        byte* start = null;
        view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        return new MappedFile(length, start, map);
    }
}
