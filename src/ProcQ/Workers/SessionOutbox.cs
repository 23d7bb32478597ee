using System.Buffers;
using System.Collections.Concurrent;
using System.Net.Sockets;
using ProcQ.Functions;
using ProcQ.Wire;

namespace ProcQ.Workers;

/// <summary>
/// What waits to be written to one worker. Whoever posts may end up writing, for everybody; nobody waits for a worker that does not read:
/// a write that cannot finish at once goes on by itself. A write is never cancelled, because half a frame spoils all that follow.
/// </summary>
internal sealed class SessionOutbox
{
    private const int FlushBytes = 256 * 1024;

    private readonly Stream _pipe;
    private readonly Action<Exception> _failed;
    private readonly ConcurrentQueue<Outgoing> _waiting = new();
    private int _posted;

    // Owned by whoever writes: one at a time.
    private readonly FrameBuffer _frames = new();
    private readonly HashSet<long> _defined = [];
    private bool _broken;

    public SessionOutbox(Stream pipe, FunctionDefinition? payloadCodec, Action<Exception> failed)
    {
        (_pipe, _failed) = (pipe, failed);
        // Leaves with the first message, in front of it.
        if (payloadCodec is not null)
            Define(new KnownFunction(FunctionIds.PayloadFactory, payloadCodec));
    }

    /// <summary>The writing that goes on; complete when nothing does.</summary>
    public Task Writing { get; private set; } = Task.CompletedTask;

    /// <summary>Puts a message in line. Does no I/O, so it may be called under a lock; <see cref="Pump"/> must follow outside of it.</summary>
    public void Post(Outgoing message) => _waiting.Enqueue(message);

    /// <summary>Writes what is in line, unless somebody else is at it, who will then write this as well.</summary>
    public void Pump()
    {
        if (Interlocked.Increment(ref _posted) == 1)
            Writing = WriteAllAsync();
    }

    private async Task WriteAllAsync()
    {
        int seen;
        do
        {
            seen = Volatile.Read(ref _posted);
            try
            {
                await WriteWaitingAsync().ConfigureAwait(false);
            }
            catch (Exception e)
            {
                // Half a frame may be out, or lost: this worker is of no use any more, and what it holds is settled by its death.
                _broken = true;
                _frames.Clear();
                _failed(e);
            }
        } while (Interlocked.Add(ref _posted, -seen) != 0);
    }

    private async ValueTask WriteWaitingAsync()
    {
        while (_waiting.TryDequeue(out var message))
        {
            if (_broken)
                continue;
            Encode(message);
            if (_frames.Length >= FlushBytes || _frames.HasHoles)
                await WriteOutAsync().ConfigureAwait(false);
        }

        await WriteOutAsync().ConfigureAwait(false);
    }

    private async ValueTask WriteOutAsync()
    {
        if (_frames.IsEmpty || _broken)
            return;
        try
        {
            await WritePiecesAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            // The worker is gone. Its end is noticed, and accounted for, by those who read from it and watch its process.
            _broken = true;
        }

        _frames.Clear();
    }

    private async ValueTask WritePiecesAsync()
    {
        if (!_frames.HasHoles)
        {
            await _pipe.WriteAsync(_frames.Written).ConfigureAwait(false);
            return;
        }

        foreach (var piece in _frames.Pieces())
            await _pipe.WriteAsync(piece).ConfigureAwait(false);
    }

    private void Encode(Outgoing message)
    {
        switch (message)
        {
            case Outgoing.Run run:
                Define(run.Function);
                EncodeRun(run);
                break;
            case Outgoing.Forget forget:
                if (_defined.Remove(forget.Function))
                    PlainFrame.Write(_frames, FrameKind.Forget, forget.Function);
                break;
            case Outgoing.TakeBack takeBack:
                PlainFrame.Write(_frames, FrameKind.TakeBack, takeBack.Sequence);
                break;
            case Outgoing.Cancel cancel:
                PlainFrame.Write(_frames, FrameKind.Cancel, cancel.Sequence);
                break;
            case Outgoing.TimeUp timeUp:
                PlainFrame.Write(_frames, FrameKind.TimeUp, timeUp.Sequence);
                break;
            case Outgoing.Promote promote:
                PlainFrame.Write(_frames, FrameKind.Promote, promote.Place);
                break;
            case Outgoing.Initialize initialize:
                Define(new KnownFunction(FunctionIds.Initializer, initialize.Initializer));
                break;
            case Outgoing.Stop:
                PlainFrame.Write(_frames, FrameKind.Stop, 0);
                break;
            default:
                throw new InvalidOperationException($"There is no frame for {message.GetType().Name}.");
        }
    }

    private void Define(KnownFunction function)
    {
        if (!_defined.Add(function.Id))
            return;
        _frames.Begin();
        _frames.Write(function.Definition.Bytes.Span);
        _frames.End(FrameKind.Define, function.Id);
    }

    private void EncodeRun(Outgoing.Run run)
    {
        _frames.Begin();
        run.Header.Write(_frames);
        var pieces = ((BytePieces)run.Arguments).Pieces;
        for (var i = 0; i < pieces.Count; i++)
        {
            var piece = pieces[i];
            if (i == pieces.Count - 1 && piece.Length >= FrameBuffer.LeftInPlaceBytes)
            {
                _frames.End(FrameKind.Run, run.Sequence, piece);
                return;
            }

            _frames.Write(piece.Span);
        }

        _frames.End(FrameKind.Run, run.Sequence);
    }
}
