using System.Buffers;
using System.Text;
using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Tests.Wire;

public class PayloadTests
{
    private static readonly Payload Plugged = Payload.Plug(() => new MemoryCodec());

    [Fact]
    public void Formatter_OfTheOwnPayload_IsTheCodecsOwn() =>
        Assert.Same(MessagePackCodec.GetFormatter<int[]>(), Payload.Own.Formatter<int[]>());

    [Fact]
    public void Formatter_OfAPluggedPayload_WritesEachValueAsBinary()
    {
        var bytes = Write("one", null, "three");

        var reader = new MessagePackReader(bytes);
        for (var i = 0; i < 3; i++)
            Assert.Equal(sizeof(int), reader.ReadBytes()!.Value.Length);
        Assert.True(reader.End);
    }

    [Fact]
    public void Formatter_OfAPluggedPayload_ReadsWhatItWrote()
    {
        string?[] written = ["one", null, "three"];
        var reader = new MessagePackReader(Write(written));
        var values = new string?[3];

        Plugged.Formatter<string?>().DeserializeMany(ref reader, values);

        Assert.Equal(written, values);
        Assert.True(reader.End);
    }

    [Fact]
    public void Serialize_OfWhatTheCodecCannotWrite_WritesNothing()
    {
        var formatter = Plugged.Formatter<string>();
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        try
        {
            formatter.Serialize(ref writer, MemoryCodec.Cursed);
            Assert.Fail("It was written.");
        }
        catch (FormatException e)
        {
            Assert.Equal("It cannot be written.", e.Message);
        }

        Assert.Equal(0, writer.BytesWritten);
        formatter.Serialize(ref writer, "well");
        writer.Flush();
        Assert.Equal(2 + sizeof(int), output.WrittenCount);
    }

    [Fact]
    public void Deserialize_OfALargeValue_IsWhole()
    {
        var formatter = Payload.Plug(() => new Text()).Formatter<string>();
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        string[] values = [new string('x', 1_000_000), "", new string('y', 1000)];
        formatter.SerializeMany(ref writer, values);
        writer.Flush();

        var reader = new MessagePackReader(output.WrittenMemory);
        var read = new string[3];
        formatter.DeserializeMany(ref reader, read);

        Assert.Equal(values, read);
    }

    [Theory]
    [InlineData("c0")]
    [InlineData("01")]
    [InlineData("c40501")]
    public void Deserialize_OfWhatIsNoPluggedValue_SaysSo(string hex)
    {
        var bytes = Convert.FromHexString(hex);

        Assert.Throws<MessagePackException>(() =>
        {
            var reader = new MessagePackReader(bytes);
            Plugged.Formatter<string>().Deserialize(ref reader);
        });
    }

    [Fact]
    public void Plug_OfAFactoryThatReturnsNothing_NamesTheOption()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Payload.Plug(() => null!));

        Assert.Contains("ProcessPoolOptions.PayloadCodec", error.Message, StringComparison.Ordinal);
    }

    private static byte[] Write(params string?[] values)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        Plugged.Formatter<string?>().SerializeMany(ref writer, values);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private sealed class Text : IPayloadCodec
    {
        public void Write<T>(IBufferWriter<byte> output, T value) => Encoding.UTF8.GetBytes((string)(object)value!, output);

        public T Read<T>(in ReadOnlySequence<byte> bytes) => (T)(object)Encoding.UTF8.GetString(bytes);
    }
}
