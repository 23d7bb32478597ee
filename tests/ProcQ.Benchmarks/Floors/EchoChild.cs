using System.Buffers.Binary;
using System.IO.Pipes;

namespace ProcQ.Benchmarks.Floors;

/// <summary>The other end of the bare echo: sends back every complete frame (a 4-byte length, then the bytes), as many at once as came.</summary>
internal static class EchoChild
{
    public const string Verb = "echo-child";
    public const string AwaitingVerb = "awaiting-echo-child";

    public static int Run(string pipeName)
    {
        using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut);
        pipe.Connect(10_000);
        var buffer = new byte[2 << 20];
        var filled = 0;
        while (true)
        {
            var read = pipe.Read(buffer, filled, buffer.Length - filled);
            if (read == 0)
                return 0;
            filled += read;
            var complete = CompleteFrames(buffer.AsSpan(0, filled));
            if (complete == 0)
                continue;
            pipe.Write(buffer, 0, complete);
            buffer.AsSpan(complete, filled - complete).CopyTo(buffer);
            filled -= complete;
        }
    }

    /// <summary>The same for small frames, one at a time, awaiting every read and write as ordinary C# code does.</summary>
    public static async Task<int> RunAwaiting(string pipeName)
    {
        await using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous);
        await pipe.ConnectAsync(10_000);
        var buffer = new byte[4096];
        while (await pipe.ReadAsync(buffer) is > 0 and var read)
            await pipe.WriteAsync(buffer.AsMemory(0, read));
        return 0;
    }

    private static int CompleteFrames(ReadOnlySpan<byte> bytes)
    {
        var end = 0;
        while (bytes.Length - end >= 4)
        {
            var next = end + 4 + BinaryPrimitives.ReadInt32LittleEndian(bytes[end..]);
            if (next > bytes.Length)
                break;
            end = next;
        }
        return end;
    }
}
