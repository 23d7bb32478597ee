using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using ProcQ.Interop;

namespace ProcQ.Wire;

/// <summary>
/// What a worker is doing, written down before user code runs, so that it is known after any kind of death. A 64-byte file: the worker
/// maps it and pays a few plain stores an item; the parent reads it with a system call, because a mapping would hand a worker that
/// truncates the file the power to crash its parent. Both ends open it by path, then the parent deletes the path.
/// </summary>
internal sealed unsafe class ProgressPage : IDisposable
{
    public const int Size = 64;

    // The layout: three 8-byte words in the machine's own order. The first is the item and, in its lowest bits, the step: one store tells both.
    private const int RunningAt = 0;
    private const int StepBits = 2;
    private const long StepMask = (1 << StepBits) - 1;
    private const int FinishedAt = 8;
    private const int ChangedAtAt = 16;
    private const int UsedBytes = 24;

    // One of the two: the parent's end or the worker's.
    private readonly SafeFileHandle? _file;
    private readonly MappedFile? _map;
    private readonly byte* _words;

    // Pinned, and kept for as long as anybody can write: a thread cannot be made to stop writing.
    private readonly byte[]? _own;

    // The worker's end only: the item begun last, as it is written.
    private long _item = -1L << StepBits;

    private ProgressPage(SafeFileHandle file) => _file = file;

    private ProgressPage(MappedFile map)
    {
        _map = map;
        _words = map.Start;
    }

    private ProgressPage(byte[] own)
    {
        _own = own;
        _words = (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(own));
        Word(RunningAt) = -1;
    }

    /// <summary>Both ends at once, of a worker that shares this process.</summary>
    public static ProgressPage CreateOwn() => new(GC.AllocateArray<byte>(Size, pinned: true));

    /// <summary>The parent's end: makes the file, filled with "nothing began yet".</summary>
    public static ProgressPage Create(string path) =>
        Create(File.OpenHandle(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete));

    /// <summary>As above, in a file that belongs to the page from now on.</summary>
    public static ProgressPage Create(SafeFileHandle file)
    {
        Span<byte> words = stackalloc byte[Size];
        words.Clear();
        BitConverter.TryWriteBytes(words[RunningAt..], -1L);
        try
        {
            RandomAccess.Write(file, words, 0);
            return new ProgressPage(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>The worker's end.</summary>
    public static ProgressPage Open(string path) => new(MappedFile.Open(path, Size));

    /// <summary>The worker's end only: the step it noted last. Where an item failed, when it did.</summary>
    public ItemStep Step => (ItemStep)(Word(RunningAt) & StepMask);

    /// <summary>The worker is about to run an item. The time first: whoever sees the new item sees a time that belongs to it or to a later one.</summary>
    public void Begin(long sequence, bool timed = true, ItemStep step = ItemStep.Function)
    {
        _item = sequence << StepBits;
        // Reading the clock costs as much as all the rest of a tiny item: only one that travels alone, and has a time limit, pays for it.
        if (timed)
            Volatile.Write(ref Word(ChangedAtAt), CommonClock.Timestamp);
        Advance(step);
    }

    /// <summary>The item is at its next step. Nothing but a store: every item pays for it.</summary>
    public void Advance(ItemStep step) => Volatile.Write(ref Word(RunningAt), _item | (long)step);

    /// <summary>Nobody writes down when the next items begin.</summary>
    public void ForgetTime() => Volatile.Write(ref Word(ChangedAtAt), 0);

    /// <summary>
    /// The worker runs no item now, and those below <paramref name="end"/> have run to their end. The end first: an item that is both running and below
    /// it did run to its end, never the other way round.
    /// </summary>
    public void Finish(long end)
    {
        Volatile.Write(ref Word(FinishedAt), end);
        Volatile.Write(ref Word(RunningAt), -1);
    }

    /// <summary>
    /// What the page says now. While the worker races on, two readings in a row may never agree; the last one is then as good as any. After
    /// the worker's death nothing moves and the answer is exact. Nothing where the system cannot read it: a worker that says nothing is one whose
    /// time limits are kept by what it was sent, and when.
    /// </summary>
    public ProgressSnapshot Read() => TryRead() ?? ProgressSnapshot.Nothing;

    /// <summary>What the page says after the worker's death. Where nobody can tell, it may have run all it was sent: what may run once only must not run again.</summary>
    public ProgressSnapshot ReadLast() => TryRead() ?? ProgressSnapshot.Unknown;

    public void Dispose()
    {
        _map?.Dispose();
        _file?.Dispose();
    }

    private ProgressSnapshot? TryRead()
    {
        try
        {
            return ReadUntilTwoAgree();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The temp folder's disk failed, or its server has gone. It must not end the watchdog's thread, and the application with it.
            return null;
        }
    }

    private ProgressSnapshot ReadUntilTwoAgree()
    {
        var snapshot = ReadOnce();
        for (var attempt = 0; attempt < 3; attempt++)
        {
            var again = ReadOnce();
            if (again == snapshot)
                break;
            snapshot = again;
        }
        return snapshot;
    }

    private ProgressSnapshot ReadOnce()
    {
        if (_file is null)
            return Snapshot(
                Volatile.Read(ref Word(RunningAt)),
                Volatile.Read(ref Word(FinishedAt)),
                Volatile.Read(ref Word(ChangedAtAt))
            );
        Span<byte> words = stackalloc byte[UsedBytes];
        if (Fill(words) < UsedBytes)
            return ProgressSnapshot.Nothing; // The worker truncated its own page; it lies about itself only.
        return Snapshot(At(words, RunningAt), At(words, FinishedAt), At(words, ChangedAtAt));
    }

    private static ProgressSnapshot Snapshot(long running, long finished, long changedAt)
    {
        var step = running < 0 ? default : (ItemStep)(running & StepMask);
        return new ProgressSnapshot(Math.Max(running >> StepBits, -1), finished, changedAt, step);
    }

    private int Fill(Span<byte> words)
    {
        try
        {
            return RandomAccess.Read(_file!, words, 0);
        }
        catch (ObjectDisposedException)
        {
            // The worker was laid to rest between the question and this answer: it is doing nothing.
            return 0;
        }
    }

    private static long At(ReadOnlySpan<byte> words, int offset) => BitConverter.ToInt64(words[offset..]);

    private ref long Word(int offset) => ref *(long*)(_words + offset);
}
