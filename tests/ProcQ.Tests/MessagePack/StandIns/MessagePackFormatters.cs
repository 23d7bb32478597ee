// Stand-ins for what a formatter written for MessagePack-CSharp sees: same full names, same shapes, as far as one formatter needs.
using System.Buffers;

namespace MessagePack
{
    public ref struct MessagePackWriter
    {
        private ProcQ.MessagePack.MessagePackWriter _writer;

        public MessagePackWriter(IBufferWriter<byte> writer) => _writer = new(writer);

        public void Write(long value) => _writer.Write(value);

        public void WriteArrayHeader(int count) => _writer.WriteArrayHeader(count);

        public void WriteNil() => _writer.WriteNil();

        public void Flush() => _writer.Flush();
    }

    public ref struct MessagePackReader
    {
        private ProcQ.MessagePack.MessagePackReader _reader;

        public MessagePackReader(ReadOnlyMemory<byte> memory) => _reader = new(memory);

        public bool TryReadNil() => _reader.TryReadNil();

        public int ReadArrayHeader() => _reader.ReadArrayHeader();

        public long ReadInt64() => _reader.ReadInt64();
    }

    public sealed class MessagePackSerializerOptions
    {
        public static MessagePackSerializerOptions Standard { get; } = new();
    }
}

namespace MessagePack.Formatters
{
    public interface IMessagePackFormatter<T>
    {
        void Serialize(ref MessagePackWriter writer, T value, MessagePackSerializerOptions options);

        T Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options);
    }

    public sealed class NativeDateTimeFormatter : IMessagePackFormatter<DateTime>
    {
        public static readonly NativeDateTimeFormatter Instance = new();

        private NativeDateTimeFormatter() { }

        public void Serialize(ref MessagePackWriter writer, DateTime value, MessagePackSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            writer.Write(value.ToBinary());
        }

        public DateTime Deserialize(ref MessagePackReader reader, MessagePackSerializerOptions options)
        {
            ArgumentNullException.ThrowIfNull(options);
            return DateTime.FromBinary(reader.ReadInt64());
        }
    }
}
