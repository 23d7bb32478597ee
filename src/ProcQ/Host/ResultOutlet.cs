using System.Buffers;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>
/// Results on their way to the parent: they gather here and leave together. Only whoever owns the runner's buffers may call it
/// (see <see cref="RunnerGate"/>), except <see cref="SendReturned"/> and <see cref="SendProgress"/>, which anybody may.
/// </summary>
internal abstract class ResultOutlet(int maxFrameBytes)
{
    private const int MostWaitingBytes = 64 * 1024;
    private const int MostDurationBytes = 9;

    private readonly int _flushBytes = Math.Min(MostWaitingBytes, maxFrameBytes / 4);
    private readonly FrameBuffer _values = new();
    private long[] _durations = [];
    private int _durationCount;
    private long _first;
    private int _count;
    private IGathered? _gathered;

    /// <summary>Values follow that are encoded before anything leaves. Until then nothing else is written: a batch has one function, and leaves whole.</summary>
    public void Hold(IGathered values) => _gathered = values;

    /// <summary>Encodes what is held.</summary>
    public void WriteHeld()
    {
        _gathered?.WriteTo(_values);
        _gathered = null;
    }

    /// <summary>Where the next value is written. What is written counts once <see cref="Keep"/> is called.</summary>
    public IBufferWriter<byte> Values => _values;

    public int Unsent => _count;

    /// <summary>So much waits, not counting the few hundred numbers that may be held, that it should leave: results leave then, at the end of a batch, and every millisecond.</summary>
    public bool IsFull => _values.Length + (_durationCount * MostDurationBytes) >= _flushBytes;

    /// <summary>How long the text of an error may be, all in all; in UTF-8 it is up to three times that.</summary>
    public int MaxErrorChars => Math.Min(ErrorData.MostChars, maxFrameBytes / 8);

    public int Mark => _values.Length;

    /// <summary>What was written last is the result of <paramref name="item"/>.</summary>
    public void Keep(long item)
    {
        if (_count++ == 0)
            _first = item;
    }

    /// <summary>Throws when the value written since <paramref name="mark"/> fits into no frame.</summary>
    public void ThrowIfTooLarge(int mark)
    {
        var most = maxFrameBytes - _flushBytes - Frame.MostOverhead;
        if (_values.Length - mark > most)
            throw new NotTransferableException(
                $"It takes {_values.Length - mark} bytes and at most {most} fit into a message: return less (a file name, say), "
                    + $"or raise {nameof(ProcessPoolOptions)}.{nameof(ProcessPoolOptions.MaxFrameBytes)}."
            );
    }

    public void KeepDuration(long ticks)
    {
        if (_durationCount == _durations.Length)
            Array.Resize(ref _durations, Math.Max(16, _durationCount * 2));
        _durations[_durationCount++] = ticks;
    }

    /// <summary>Drops the half-written value of an item that failed.</summary>
    public void Drop(int mark) => _values.Truncate(mark);

    /// <summary>Sends all that is kept.</summary>
    public void Flush(TimeSpan elapsed)
    {
        if (_count == 0)
            return;
        WriteHeld();
        SendResults(_first, elapsed, new ReadOnlySpan<long>(_durations, 0, _durationCount), _count, _values.Written);
        _values.Clear();
        _durationCount = 0;
        _count = 0;
    }

    /// <summary>Sends the report of a failed item, after the results before it.</summary>
    public void Fail(long item, FailureReport report, TimeSpan elapsed)
    {
        Flush(elapsed);
        SendFailure(item, report);
    }

    /// <summary>Says how far an item is.</summary>
    public abstract void SendProgress(long item, ProgressReport report);

    /// <summary>
    /// Says how many items come back from <paramref name="item"/> on; false when <paramref name="take"/> finds none to take. Taking and telling are
    /// one: the results of a later batch must not leave in between, or the parent would take them for a breach.
    /// </summary>
    public abstract bool SendReturned(long item, Func<int?> take);

    /// <summary>Says one thing that needs no data.</summary>
    public abstract void Send(FrameKind kind, long order);

    /// <summary>Results of <paramref name="count"/> items from <paramref name="first"/> on; <paramref name="values"/> are the bytes that were written for them.</summary>
    protected abstract void SendResults(
        long first,
        TimeSpan elapsed,
        ReadOnlySpan<long> durations,
        int count,
        ReadOnlyMemory<byte> values
    );

    protected abstract void SendFailure(long item, FailureReport report);
}
