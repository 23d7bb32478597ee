using Microsoft.Win32.SafeHandles;
using ProcQ.Interop;

namespace ProcQ.Queues;

/// <summary>
/// How far the readers of one process are, written down as they go, so that it is known after any kind of death: which messages they finished, and which they
/// had in their hands. A file that process maps; the queue's process reads it with a system call, as a progress page.
/// </summary>
internal sealed unsafe class ReaderPage : IDisposable
{
    /// <summary>Readers that can write down how far they are; more than these tell of each message.</summary>
    public const int Slots = 64;

    private const int WordsOfSlot = 2;
    private const int Size = Slots * WordsOfSlot * sizeof(long);

    // One of the two: the queue's end or the readers'.
    private readonly SafeFileHandle? _file;
    private readonly MappedFile? _map;

    private ReaderPage(SafeFileHandle file) => _file = file;

    private ReaderPage(MappedFile map) => _map = map;

    /// <summary>The queue's end: makes the file.</summary>
    public static ReaderPage Create(string path)
    {
        var file = File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        RandomAccess.SetLength(file, Size);
        return new ReaderPage(file);
    }

    /// <summary>The readers' end.</summary>
    public static ReaderPage Open(string path) => new(MappedFile.Open(path, Size));

    /// <summary>The readers' end: a reader begins at that slot, at that message.</summary>
    public void Begin(int slot)
    {
        Volatile.Write(ref Word(slot, 0), 0);
        Volatile.Write(ref Word(slot, 1), 0);
    }

    /// <summary>The readers' end: all messages before that number are finished.</summary>
    public void Finish(int slot, long finished) => Volatile.Write(ref Word(slot, 0), finished);

    /// <summary>The readers' end: the message before that number is about to be handed out.</summary>
    public void HandOut(int slot, long handedOut) => Volatile.Write(ref Word(slot, 1), handedOut);

    /// <summary>The queue's end: finished and handed out, by a reader that was sent so many. A page that cannot be true says nothing.</summary>
    public (long Finished, long HandedOut) Read(int slot, long known, long sent)
    {
        Span<byte> words = stackalloc byte[WordsOfSlot * sizeof(long)];
        words.Clear();
        if (slot >= 0)
            RandomAccess.Read(_file!, words, slot * WordsOfSlot * sizeof(long));
        var finished = Math.Clamp(BitConverter.ToInt64(words), known, sent);
        // One that has no slot is sent one message at a time.
        var handedOut = slot < 0 ? sent : Math.Clamp(BitConverter.ToInt64(words[sizeof(long)..]), finished, sent);
        return (finished, handedOut);
    }

    public void Dispose()
    {
        _map?.Dispose();
        _file?.Dispose();
    }

    private ref long Word(int slot, int word) => ref ((long*)_map!.Start)[(slot * WordsOfSlot) + word];
}
