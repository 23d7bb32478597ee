using System.Buffers;
using ProcQ.MessagePack;
using ProcQ.Tests.MessagePack;
using ProcQ.Tests.MessagePack.Hostile;
using ProcQ.Wire;

namespace ProcQ.Tests.Fuzzing;

/// <summary>Whatever on the wire reads bytes of the other side: each message alone, and streams of frames.</summary>
internal static class WireTargets
{
    private const int MaxFrameBytes = 1 << 16;

    private static readonly Hello Greeting = new(1, "0.1.0", "10.0.0", 4711, new byte[Hello.TokenBytes]);

    private static readonly ErrorData Error = ErrorData.From(
        new AggregateException(new InvalidOperationException("one", new FormatException("inner")), new TimeoutException("two"))
    );

    public static IReadOnlyList<FuzzTarget> All { get; } =
    [
        Message("error", Bytes(o => WriteError(o)), data => ReadError(data)),
        Message("failure", Bytes(new FailureReport(TimeSpan.FromTicks(5), default, Error).Write), d => FailureReport.Read(d)),
        Message(
            "results",
            [.. Bytes(o => ResultsHeader.Write(o, TimeSpan.FromTicks(99), [1, 70_000, 3], 3)), 1, 2, 3],
            d => ResultsHeader.Read(d, out _)
        ),
        Message("run", [.. Bytes(new RunHeader(1, 70_000, 2, RunOptions.None, 3).Write), 1, 2, 3], d => RunHeader.Read(d, out _)),
        Message("progress", Bytes(ProgressReport.Of(0.5, "half of it").Write), d => ProgressReport.Read(d)),
        Message("number", [0xce, 1, 2, 3, 4], d => PlainFrame.ReadNumber(new Frame(FrameKind.Returned, 1, d))),
        Message("nil", [0xc0], d => PlainFrame.ExpectNil(new Frame(FrameKind.Stop, 1, d))),
        new("hello", [HelloCodec.Encode(Greeting)[Frame.PrefixBytes..].ToArray()], b => HelloCodec.DecodeBody(b), Mutation.Of),
        new("start-line", [Line.Encode()], b => StartLine.Decode(b), Mutation.Of),
        new("frames", FrameStreams.Seeds(Error), b => FrameStreams.Read(b, MaxFrameBytes), FrameStreams.Damage),
    ];

    private static StartLine Line => new("/tmp/p", new byte[Hello.TokenBytes], "/tmp/page", 3, MaxFrameBytes, 1, "", null);

    private static FuzzTarget Message(string name, byte[] good, Action<ReadOnlySequence<byte>> read) =>
        new(name, [good], bytes => read(Segments.Split(bytes, bytes.Length / 2)), Mutation.Of);

    private static byte[] Bytes(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    private static void WriteError(IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        Error.Write(ref writer);
        writer.Flush();
    }

    private static void ReadError(in ReadOnlySequence<byte> data)
    {
        var reader = new MessagePackReader(data);
        ErrorData.Read(ref reader);
    }
}
