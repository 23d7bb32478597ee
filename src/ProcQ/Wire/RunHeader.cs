using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>What a Run frame says in front of its arguments.</summary>
internal readonly record struct RunHeader(long Function, long Index, int Attempt, RunOptions Options, int Count)
{
    private const int Fields = 5;

    /// <summary>Writes the data of the frame up to the arguments, which must follow, <see cref="Count"/> of them.</summary>
    public void Write(IBufferWriter<byte> output)
    {
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(Fields);
        writer.Write(Function);
        writer.Write(Index);
        writer.Write(Attempt);
        writer.Write((byte)Options);
        writer.WriteArrayHeader(Count);
        writer.Flush();
    }

    /// <summary>Reads the header; <paramref name="arguments"/> is the rest.</summary>
    public static RunHeader Read(in ReadOnlySequence<byte> data, out ReadOnlySequence<byte> arguments)
    {
        var reader = new MessagePackReader(data);
        Expect.Fields(reader.ReadArrayHeader(), Fields, FrameKind.Run);
        var header = new RunHeader(
            reader.ReadInt64(),
            reader.ReadInt64(),
            reader.ReadInt32(),
            (RunOptions)reader.ReadByte(),
            reader.ReadArrayHeader()
        );
        arguments = data.Slice(reader.Consumed);
        return header;
    }
}
