using System.Buffers;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Results leave as frames.</summary>
/// <param name="pipe">To the parent.</param>
/// <param name="maxFrameBytes">The longest frame.</param>
/// <param name="cutOff">Called when the parent cannot be written to; ends this process.</param>
internal sealed class PipeOutlet(Stream pipe, int maxFrameBytes, Action<IOException> cutOff) : ResultOutlet(maxFrameBytes)
{
    private readonly Lock _writing = new();
    private readonly FrameBuffer _output = new();

    public override void SendProgress(long item, ProgressReport report)
    {
        lock (_writing)
        {
            _output.Begin();
            report.Write(_output);
            _output.End(FrameKind.Progress, item);
            WriteOut();
        }
    }

    public override bool SendReturned(long item, Func<int?> take)
    {
        lock (_writing)
        {
            if (take() is not { } count)
                return false;
            PlainFrame.Write(_output, FrameKind.Returned, item, count);
            WriteOut();
            return true;
        }
    }

    public override void Send(FrameKind kind, long order)
    {
        lock (_writing)
        {
            PlainFrame.Write(_output, kind, order);
            WriteOut();
        }
    }

    protected override void SendResults(
        long first,
        TimeSpan elapsed,
        ReadOnlySpan<long> durations,
        int count,
        ReadOnlyMemory<byte> values
    )
    {
        lock (_writing)
        {
            _output.Begin();
            ResultsHeader.Write(_output, elapsed, durations, count);
            EndResults(first, values);
            WriteOut();
        }
    }

    protected override void SendFailure(long item, FailureReport report)
    {
        lock (_writing)
        {
            _output.Begin();
            report.Write(_output);
            _output.End(FrameKind.Failed, item);
            WriteOut();
        }
    }

    private void EndResults(long first, ReadOnlyMemory<byte> values)
    {
        if (values.Length >= FrameBuffer.LeftInPlaceBytes)
        {
            _output.End(FrameKind.Results, first, values);
            return;
        }

        _output.Write(values.Span);
        _output.End(FrameKind.Results, first);
    }

    private void WriteOut()
    {
        try
        {
            WritePieces();
        }
        catch (IOException e)
        {
            cutOff(e);
        }

        _output.Clear();
    }

    private void WritePieces()
    {
        if (!_output.HasHoles)
        {
            pipe.Write(_output.Written.Span);
            return;
        }

        foreach (var piece in _output.Pieces())
            pipe.Write(piece.Span);
    }
}
