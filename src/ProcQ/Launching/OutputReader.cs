using System.Text;

namespace ProcQ.Launching;

/// <summary>
/// Reads one stream of a worker to its end, so that the worker never blocks on it. The end may never come: a process the worker started
/// can hold the stream open; whoever waits for <see cref="Completion"/> must bound the wait, and <see cref="Dispose"/> stops the reader.
/// </summary>
internal sealed class OutputReader : IDisposable
{
    private const int BufferBytes = 16 * 1024;

    private readonly Stream _stream;
    private readonly OutputRing _ring;
    private readonly LineSplitter? _lines;
    private readonly CancellationTokenSource _stop = new();
    private bool _linesFailed;

    /// <summary>Starts reading.</summary>
    public OutputReader(Stream stream, OutputRing ring, Action<string>? onLine)
    {
        _stream = stream;
        _ring = ring;
        _lines = onLine is null ? null : new LineSplitter(onLine);
        Completion = ReadAsync();
    }

    /// <summary>The stream has ended, or the reader was stopped.</summary>
    public Task Completion { get; }

    public void Dispose()
    {
        _stop.Cancel();
        _stream.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[BufferBytes];
        try
        {
            int read;
            while ((read = await _stream.ReadAsync(buffer, _stop.Token).ConfigureAwait(false)) > 0)
            {
                _ring.Append(buffer.AsSpan(0, read));
                Report(lines => lines.Add(buffer.AsSpan(0, read)));
            }
            Report(lines => lines.End());
        }
        catch (Exception error) when (error is OperationCanceledException or ObjectDisposedException or IOException)
        {
            // Stopped from outside, or the pipe broke with its process. The worker's end is reported by its exit.
        }
    }

    // Whoever listens may fail; the worker must not block on a full pipe for that. The tail says what happened.
    private void Report(Action<LineSplitter> report)
    {
        if (_lines is null || _linesFailed)
            return;
        try
        {
            report(_lines);
        }
        catch (Exception error)
        {
            _linesFailed = true;
            var note = $"\n[ProcQ: whoever receives this worker's output threw {error.GetType().Name}: {error.Message}]\n";
            _ring.Append(Encoding.UTF8.GetBytes(note));
        }
    }
}
