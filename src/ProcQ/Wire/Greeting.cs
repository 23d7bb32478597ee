namespace ProcQ.Wire;

/// <summary>Sends and receives the first frames. The parent awaits, the worker, which has nothing else to do yet, blocks.</summary>
internal static class Greeting
{
    /// <summary>The worker's side: shows the token, then makes sure the parent is the same ProcQ.</summary>
    public static Hello Introduce(Stream pipe, ReadOnlyMemory<byte> token)
    {
        var mine = Hello.Mine(token);
        pipe.Write(HelloCodec.Encode(mine).Span);
        var header = new byte[Frame.PrefixBytes];
        pipe.ReadExactly(header);
        var body = new byte[HelloCodec.DecodeLength(header)];
        pipe.ReadExactly(body);
        var parent = HelloCodec.DecodeBody(body);
        return mine.Understands(parent) ? parent : throw HandshakeException.Mismatch(parent, mine);
    }

    /// <summary>The parent's side, first half: whatever connected says who it is.</summary>
    public static async Task<Hello> ReceiveAsync(Stream pipe, CancellationToken cancellationToken)
    {
        var header = new byte[Frame.PrefixBytes];
        await pipe.ReadExactlyAsync(header, cancellationToken).ConfigureAwait(false);
        var body = new byte[HelloCodec.DecodeLength(header)];
        await pipe.ReadExactlyAsync(body, cancellationToken).ConfigureAwait(false);
        return HelloCodec.DecodeBody(body);
    }

    /// <summary>The parent's side, second half. Sent to a worker of another version as well, so that its own output names both.</summary>
    public static async Task<Hello> AnswerAsync(Stream pipe, CancellationToken cancellationToken)
    {
        var mine = Hello.Mine(ReadOnlyMemory<byte>.Empty);
        await pipe.WriteAsync(HelloCodec.Encode(mine), cancellationToken).ConfigureAwait(false);
        return mine;
    }
}
