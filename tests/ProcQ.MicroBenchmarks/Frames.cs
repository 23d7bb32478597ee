using System.Buffers;
using BenchmarkDotNet.Attributes;
using ProcQ.Wire;

namespace ProcQ.MicroBenchmarks;

/// <summary>Frames in memory: what each message costs beside its payload.</summary>
public class Frames
{
    private const int Count = 1_000;

    private readonly FrameBuffer _buffer = new();
    private byte[] _payload = [];
    private byte[] _frames = [];

    [Params(16, 4 * 1024)]
    public int PayloadBytes { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        _payload = new byte[PayloadBytes];
        Write();
        _frames = _buffer.Written.ToArray();
        if (Parse() != (long)Count * PayloadBytes)
            throw new InvalidDataException("The frames that were parsed are not those that were written.");
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public int Write()
    {
        _buffer.Clear();
        for (var i = 0; i < Count; i++)
        {
            _buffer.Begin();
            _payload.CopyTo(_buffer.GetSpan(_payload.Length));
            _buffer.Advance(_payload.Length);
            _buffer.End(FrameKind.Results, i);
        }

        return _buffer.Length;
    }

    [Benchmark(OperationsPerInvoke = Count)]
    public long Parse()
    {
        var bytes = new ReadOnlySequence<byte>(_frames);
        var length = 0L;
        while (FrameParser.TryTake(ref bytes, 1 << 20, out var frame))
            length += frame.Data.Length;
        return length;
    }
}
