using System.Buffers;
using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Types;

/// <summary>Values one behind the other, without a header.</summary>
public class RunTests
{
    private static readonly long[] s_edges =
    [
        0,
        1,
        -1,
        -32,
        -33,
        127,
        128,
        -128,
        -129,
        255,
        256,
        short.MaxValue,
        short.MinValue,
        short.MinValue - 1L,
        ushort.MaxValue,
        ushort.MaxValue + 1L,
        int.MaxValue,
        int.MinValue,
    ];

    [Fact]
    public void Runs_ComeBack_WhateverTheirForms()
    {
        ComesBack(s_edges.Select(n => (int)n));
        ComesBack(s_edges.Concat([int.MaxValue + 1L, int.MinValue - 1L, uint.MaxValue, long.MaxValue, long.MinValue]));
        ComesBack(s_edges.Select(n => n / 3.0).Concat([double.NaN, double.PositiveInfinity]));
        ComesBack(s_edges.Select(n => (uint)(n & 0xffffffff)));
        ComesBack(s_edges.Select(n => $"{n}"));
    }

    [Fact]
    public void Runs_AcrossSegments_ComeBack()
    {
        var numbers = s_edges.Select(n => (int)n).ToArray();
        var bytes = Bytes(numbers, new int[numbers.Length]);
        for (var cut = 0; cut <= bytes.Length; cut++)
        {
            var reader = new MessagePackReader(Segments.Split(bytes, cut));
            var read = new int[numbers.Length];
            MessagePackCodec.GetFormatter<int>().DeserializeMany(ref reader, read);
            Assert.Equal(numbers, read);
            Assert.True(reader.End);
        }
    }

    [Fact]
    public void Runs_OfAnotherKind_SayWhichValueItIs()
    {
        var bytes = Bytes<object>([1, 2, "three", 4], new int[4]);
        var e = Assert.Throws<MessagePackException>(() =>
        {
            var reader = new MessagePackReader(bytes);
            MessagePackCodec.GetFormatter<int>().DeserializeMany(ref reader, new int[4]);
        });
        Assert.Contains("[2]", e.MemberPath, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_OutOfRange_AreRefused_AlsoInARun()
    {
        // With some behind it: only what has room for the widest number is read as a run.
        var bytes = Bytes<long>([1, uint.MaxValue, .. Enumerable.Repeat(3L, 18)], new int[20]);
        var e = Assert.Throws<MessagePackException>(() =>
        {
            var reader = new MessagePackReader(bytes);
            MessagePackCodec.GetFormatter<int>().DeserializeMany(ref reader, new int[20]);
        });
        Assert.Contains("[1]", e.MemberPath, StringComparison.Ordinal);
    }

    private static void ComesBack<T>(IEnumerable<T> source)
    {
        // More than one block.
        var values = Enumerable.Repeat(source.ToArray(), 40).SelectMany(v => v).ToArray();
        var ends = new int[values.Length];
        var bytes = Bytes(values, ends);

        var reader = new MessagePackReader(bytes);
        var read = new T[values.Length];
        MessagePackCodec.GetFormatter<T>().DeserializeMany(ref reader, read);
        Assert.Equal(values, read);
        Assert.True(reader.End);
        Assert.Equal(bytes.Length, ends[^1]);
        for (var i = 0; i < values.Length; i++)
        {
            var one = bytes.AsSpan()[(i == 0 ? 0 : ends[i - 1])..ends[i]];
            Assert.Equal(MessagePackCodec.Serialize(values[i]), one.ToArray());
        }
    }

    private static byte[] Bytes<T>(T[] values, int[] ends)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        MessagePackCodec.GetFormatter<T>().SerializeMany(ref writer, values, ends);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
