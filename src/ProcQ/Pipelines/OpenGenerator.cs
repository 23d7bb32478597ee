using System.Diagnostics;
using System.Runtime.ExceptionServices;
using ProcQ.MessagePack;

namespace ProcQ.Pipelines;

/// <summary>
/// A generator from which some results at a time are taken: one while they come slowly, more while they come fast. What was made before an exception is
/// handed out before it.
/// </summary>
/// <param name="travels">The results travel to another process, in messages of a limited size.</param>
internal abstract class OpenGenerator<T>(bool travels) : IAsyncDisposable
{
    private const int MostElements = 256;
    private const int MostBytes = 1 << 20;

    // A chunk that takes longer is cut: its results should not wait for one another.
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(1);

    private readonly List<T> _elements = [];
    private ExceptionDispatchInfo? _error;
    private int _most = 1;

    /// <summary>The next results; none only at the end.</summary>
    public async Task<GeneratorChunk<T>> NextAsync()
    {
        _error?.Throw();
        _elements.Clear();
        var start = Stopwatch.GetTimestamp();
        var more = true;
        try
        {
            while (more && _elements.Count < _most && !MustWait(_elements.Count > 0))
            {
                more = await MoveAsync().ConfigureAwait(false);
                if (more)
                    _elements.Add(Current);
                if (Stopwatch.GetElapsedTime(start) > Slow)
                    break;
            }
        }
        catch (Exception e) when (_elements.Count > 0)
        {
            _error = ExceptionDispatchInfo.Capture(e);
        }

        if (_elements.Count > 0)
            _most = Stopwatch.GetElapsedTime(start) > Slow ? 1 : Math.Min(_most * 2, Fitting(_elements[0]));
        return new GeneratorChunk<T>([.. _elements], more);
    }

    public abstract ValueTask DisposeAsync();

    protected abstract T Current { get; }

    protected abstract ValueTask<bool> MoveAsync();

    /// <summary>The next result is not there yet; only a stream can tell.</summary>
    protected virtual bool MustWait(bool hasSome) => false;

    /// <summary>How many like this one make a message of a sensible size.</summary>
    private int Fitting(T element)
    {
        if (!travels)
            return MostElements;
        try
        {
            return (int)Math.Clamp(MostBytes / (1L + MessagePackCodec.Serialize(element).Length), 1, MostElements);
        }
        catch (MessagePackException)
        {
            // It travels by a codec of the user's, or not at all, which its own transport will say.
            return 1;
        }
    }
}
