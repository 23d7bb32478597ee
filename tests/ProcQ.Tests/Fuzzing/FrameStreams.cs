using System.Buffers.Binary;
using ProcQ.Tests.MessagePack.Hostile;
using ProcQ.Wire;

namespace ProcQ.Tests.Fuzzing;

/// <summary>Frames one behind the other, as they lie in a pipe, and what both sides do with them.</summary>
internal static class FrameStreams
{
    /// <summary>One stream with a frame of each kind, and each frame alone.</summary>
    public static IReadOnlyList<byte[]> Seeds(ErrorData error)
    {
        var frames = new FrameBuffer();
        frames.Begin();
        ResultsHeader.Write(frames, TimeSpan.FromTicks(7), [1, 2], 2);
        frames.End(FrameKind.Results, 3, new byte[] { 1, 2 });
        frames.Begin();
        new FailureReport(TimeSpan.FromTicks(7), default, error).Write(frames);
        frames.End(FrameKind.Failed, 4);
        frames.Begin();
        ProgressReport.Of(0.25, "a quarter").Write(frames);
        frames.End(FrameKind.Progress, 5);
        frames.Begin();
        new RunHeader(0, 1, 1, RunOptions.None, 2).Write(frames);
        frames.End(FrameKind.Run, 6, new byte[] { 1, 2 });
        PlainFrame.Write(frames, FrameKind.Returned, 7, 300);
        foreach (
            var kind in new[] { FrameKind.Initialized, FrameKind.Leaving, FrameKind.Begun, FrameKind.TakeBack, FrameKind.Stop }
        )
            PlainFrame.Write(frames, kind, 8);
        byte[] all = [.. frames.Pieces().SelectMany(piece => piece.ToArray())];
        return [all, .. Apart(all)];
    }

    /// <summary>Anywhere in the stream; or inside of frames, whose lengths are then made right so that what is behind them is looked at.</summary>
    public static byte[] Damage(byte[] good, Random random)
    {
        var bad = Mutation.Of(good, random);
        if (random.Next(2) == 0 || bad.Length < Frame.PrefixBytes)
            return bad;
        BinaryPrimitives.WriteInt32BigEndian(bad, bad.Length - Frame.PrefixBytes);
        return bad;
    }

    /// <summary>Reads to the end, in pieces; every frame as the side would that gets it.</summary>
    public static void Read(byte[] bytes, int maxFrameBytes) =>
        FrameReader.ReadToEnd(new PieceStream(bytes), maxFrameBytes, frame => Handle(frame));

    private static void Handle(in Frame frame)
    {
        switch (frame.Kind)
        {
            case FrameKind.Results:
                ResultsHeader.Read(frame.Data, out _);
                break;
            case FrameKind.Failed:
                FailureReport.Read(frame.Data);
                break;
            case FrameKind.Progress:
                ProgressReport.Read(frame.Data);
                break;
            case FrameKind.Run:
                RunHeader.Read(frame.Data, out _);
                break;
            case FrameKind.Returned:
                PlainFrame.ReadNumber(frame);
                break;
            case FrameKind.Define or FrameKind.Hello:
                // What a function is made of is the parent's to say, and a second greeting is nobody's.
                break;
            default:
                PlainFrame.ExpectNil(frame);
                break;
        }
    }

    private static IEnumerable<byte[]> Apart(byte[] stream)
    {
        for (var at = 0; at < stream.Length; )
        {
            var length = Frame.PrefixBytes + BinaryPrimitives.ReadInt32BigEndian(stream.AsSpan(at));
            yield return stream[at..(at + length)];
            at += length;
        }
    }
}
