using ProcQ.Wire;

namespace ProcQ.Launching;

/// <summary>
/// Lets one worker in and nobody else. Anybody of this user can try to connect; whoever is another process, does not know the token,
/// talks nonsense or says nothing for two seconds is dropped and counted, and the wait goes on until the worker comes or too many strangers have.
/// </summary>
internal sealed class Admission(MeetingPoint meeting, int processId, LaunchSettings settings)
{
    public const int MaxStrangers = 16;

    private string _lastStranger = "";

    /// <summary>How many were turned away.</summary>
    public int Strangers { get; private set; }

    /// <summary>The worker's connection. The worker of another version is the only one that is told why it may not come in.</summary>
    public async Task<Stream> AdmitAsync(CancellationToken cancellationToken)
    {
        while (Strangers < MaxStrangers)
        {
            var pipe = await NextAsync(cancellationToken).ConfigureAwait(false);
            if (pipe is not null && await IsOursAsync(pipe, cancellationToken).ConfigureAwait(false))
                return pipe;
        }
        throw new HandshakeException(
            $"{Strangers} strangers connected to the worker's pipe instead of the worker; the last one {_lastStranger}."
        );
    }

    private async Task<Stream?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            var pipe = await meeting.Listener.AcceptAsync(cancellationToken).ConfigureAwait(false);
            if (meeting.Listener.PeerId is null || meeting.Listener.PeerId == processId)
                return pipe;
            Refuse(pipe, $"was process {meeting.Listener.PeerId}");
        }
        catch (UnauthorizedAccessException error)
        {
            Refuse(null, $"was another user ({error.Message})");
        }
        return null;
    }

    private async Task<bool> IsOursAsync(Stream pipe, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(settings.HelloTimeout, settings.Awake);
        try
        {
            var worker = await HearAsync(pipe, silence.Token, cancellationToken).ConfigureAwait(false);
            return await AnswerAsync(pipe, worker, cancellationToken).ConfigureAwait(false);
        }
        catch (HandshakeException)
        {
            await pipe.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        catch (Exception error)
            when (error is ProtocolException or IOException or ObjectDisposedException or OperationCanceledException)
        {
            var what = silence.IsCancellationRequested
                ? $"said nothing for {settings.HelloTimeout.TotalSeconds:0.###} s"
                : error.Message;
            Refuse(pipe, what);
            cancellationToken.ThrowIfCancellationRequested();
            if (meeting.Listener.PeerId == processId)
                throw new HandshakeException($"The worker connected, but {what}.", error);
            return false;
        }
    }

    private static async Task<Hello> HearAsync(Stream pipe, CancellationToken silence, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, silence);
        Hello worker;
        // A read that waits does not look at tokens.
        await using (limit.Token.Register(pipe.Dispose).ConfigureAwait(false))
            worker = await Greeting.ReceiveAsync(pipe, limit.Token).ConfigureAwait(false);
        // It may have been closed just now; if not, it stays open from here on.
        limit.Token.ThrowIfCancellationRequested();
        return worker;
    }

    private async Task<bool> AnswerAsync(Stream pipe, Hello worker, CancellationToken cancellationToken)
    {
        if (!worker.Proves(meeting.Line.Token.Span))
        {
            Refuse(pipe, "did not know the token");
            return false;
        }
        var mine = await Greeting.AnswerAsync(pipe, cancellationToken).ConfigureAwait(false);
        return mine.Understands(worker) ? true : throw HandshakeException.Mismatch(mine, worker);
    }

    private void Refuse(Stream? pipe, string who)
    {
        pipe?.Dispose();
        Strangers++;
        _lastStranger = who;
    }
}
