using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Wire;

/// <summary>How the items of a batch are to be run.</summary>
[Flags]
internal enum RunOptions : byte
{
    None = 0,

    /// <summary>Each result is written out before the next item begins.</summary>
    FlushEach = 1,

    /// <summary>The time of each item is reported.</summary>
    Durations = 2,

    /// <summary>The items have a time limit: when each of them began is written down.</summary>
    TimeLimit = 4,
}

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
