using System.Buffers;
using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ProcQ.MessagePack;

namespace ProcQ.Pipelines;

/// <summary>
/// A generator from which some results at a time are taken: one while they come slowly, more while they come fast. What was made before an exception is
/// handed out before it.
/// </summary>
/// <param name="mostBytes">The results travel to another process, as many together as take so many bytes; 0: they stay in this one.</param>
internal abstract class OpenGenerator<T>(int mostBytes) : IAsyncDisposable
{
    private const int MostElements = 256;

    // A chunk that takes longer is cut: its results should not wait for one another.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(1);

    private readonly List<T> _elements = [];
    private readonly ArrayBufferWriter<byte> _measure = new();

    // Made already, and too large for the chunk before.
    private T? _left;
    private bool _hasLeft;
    private bool _hasEnded;
    private ExceptionDispatchInfo? _error;
    private int _most = 1;

    /// <summary>The next results; none only at the end.</summary>
    public async Task<GeneratorChunk<T>> NextAsync()
    {
        if (!_hasLeft)
            _error?.Throw();
        _elements.Clear();
        var start = Stopwatch.GetTimestamp();
        try
        {
            await GatherAsync(start).ConfigureAwait(false);
        }
        catch (Exception e) when (_elements.Count > 0)
        {
            Fail(e);
        }

        if (_elements.Count > 0)
            _most = Stopwatch.GetElapsedTime(start) > Slow ? 1 : Math.Min(_most * 2, MostElements);
        return new GeneratorChunk<T>([.. _elements], _hasLeft || !_hasEnded);
    }

    /// <summary>This is what it ends with, after the results it has given out.</summary>
    public void Fail(Exception error) => _error = ExceptionDispatchInfo.Capture(error);

    public abstract ValueTask DisposeAsync();

    protected abstract T Current { get; }

    protected abstract ValueTask<bool> MoveAsync();

    /// <summary>The next result is not there yet; only a stream can tell.</summary>
    protected virtual bool MustWait(bool hasSome) => false;

    private async Task GatherAsync(long start)
    {
        var bytes = 0L;
        if (_hasLeft)
        {
            _elements.Add(_left!);
            bytes = SizeOf(_left!);
            (_left, _hasLeft) = (default, false);
        }

        while (!_hasEnded && _error is null && _elements.Count < _most && !MustWait(_elements.Count > 0))
        {
            _hasEnded = !await MoveAsync().ConfigureAwait(false);
            if (_hasEnded)
                return;
            var element = Current;
            bytes += SizeOf(element);
            if (_elements.Count > 0 && bytes > mostBytes && mostBytes > 0)
            {
                (_left, _hasLeft) = (element, true);
                return;
            }

            _elements.Add(element);
            if (Stopwatch.GetElapsedTime(start) > Slow)
                return;
        }
    }

    /// <summary>What it takes in a message.</summary>
    private int SizeOf(T element)
    {
        if (mostBytes == 0 || typeof(T).IsPrimitive)
            return 0;
        // A sequence may be one that can be read once, and what is read here would be missing there: alone.
        if (typeof(T).IsInterface)
            return mostBytes + 1;
        _measure.ResetWrittenCount();
        try
        {
            MessagePackCodec.Serialize(_measure, element);
            return _measure.WrittenCount;
        }
        catch (MessagePackException)
        {
            // It travels by a codec of the user's, or not at all, which its own transport will say: alone.
            return mostBytes + 1;
        }
    }
}
