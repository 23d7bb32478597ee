using System.Buffers.Binary;
using System.Diagnostics;
using System.IO.Pipes;

namespace ProcQ.Benchmarks.Floors;

/// <summary>The least that two processes and a named pipe cost: no pool, no codec, blocking reads and writes.</summary>
internal sealed class BareEcho : IDisposable
{
    private const int SmallFrame = 16;

    private readonly NamedPipeServerStream _pipe;
    private readonly Process _child;

    public BareEcho(bool awaiting = false)
    {
        var name = $"bench-{Environment.ProcessId}-{Guid.NewGuid():N}"[..24];
        _pipe = new NamedPipeServerStream(
            name,
            PipeDirection.InOut,
            1,
            PipeTransmissionMode.Byte,
            awaiting ? PipeOptions.Asynchronous : PipeOptions.None
        );
        _child = BareChild.Start(awaiting ? EchoChild.AwaitingVerb : EchoChild.Verb, name);
        _pipe.WaitForConnection();
    }

    /// <summary>One small frame there and back, again and again.</summary>
    public void RoundTrips(int count)
    {
        var frame = Frame(SmallFrame - 4);
        var answer = new byte[frame.Length];
        for (var i = 0; i < count; i++)
        {
            _pipe.Write(frame);
            _pipe.ReadExactly(answer);
        }
    }

    /// <summary>The same with awaited reads and writes at both ends.</summary>
    public async Task AwaitedRoundTrips(int count)
    {
        var frame = Frame(SmallFrame - 4);
        var answer = new byte[frame.Length];
        for (var i = 0; i < count; i++)
        {
            await _pipe.WriteAsync(frame);
            await _pipe.ReadExactlyAsync(answer);
        }
    }

    /// <summary>Many small frames there and back: each is built and checked by itself, as many go in one write as fit 64 KiB.</summary>
    public void CoalescedFrames(int count)
    {
        var writer = new Thread(() => WriteFrames(count));
        writer.Start();
        ReadFrames(count);
        writer.Join();
    }

    /// <summary>One large frame there and back, again and again.</summary>
    public void LargeEchoes(int bytes, int count)
    {
        var frame = Frame(bytes);
        var answer = new byte[frame.Length];
        for (var i = 0; i < count; i++)
        {
            _pipe.Write(frame);
            _pipe.ReadExactly(answer);
        }
    }

    public void Dispose()
    {
        _pipe.Dispose(); // the child sees the end and leaves
        if (!_child.WaitForExit(5000))
            _child.Kill();
        _child.Dispose();
    }

    private void WriteFrames(int count)
    {
        var block = new byte[SmallFrame * (65536 / SmallFrame)];
        var filled = 0;
        for (var i = 0; i < count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(filled), SmallFrame - 4);
            BinaryPrimitives.WriteInt32LittleEndian(block.AsSpan(filled + 4), i);
            filled += SmallFrame;
            if (filled < block.Length && i < count - 1)
                continue;
            _pipe.Write(block, 0, filled);
            filled = 0;
        }
    }

    private void ReadFrames(int count)
    {
        var block = new byte[65536];
        var filled = 0;
        for (var i = 0; i < count; )
        {
            filled += _pipe.Read(block, filled, block.Length - filled);
            var at = 0;
            for (; filled - at >= SmallFrame; at += SmallFrame)
            {
                if (BinaryPrimitives.ReadInt32LittleEndian(block.AsSpan(at + 4)) != i++)
                    throw new InvalidDataException("The echo lost a frame.");
            }
            block.AsSpan(at, filled - at).CopyTo(block);
            filled -= at;
        }
    }

    private static byte[] Frame(int bytes)
    {
        var frame = new byte[4 + bytes];
        BinaryPrimitives.WriteInt32LittleEndian(frame, bytes);
        return frame;
    }
}
