using System.Buffers;
using System.Text.Json;

namespace ProcQ.TestJobs;

/// <summary>Arguments and results as JSON.</summary>
public sealed class JsonCodec : IPayloadCodec
{
    public void Write<T>(IBufferWriter<byte> output, T value)
    {
        using var writer = new Utf8JsonWriter(output);
        JsonSerializer.Serialize(writer, value);
    }

    public T Read<T>(in ReadOnlySequence<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        return JsonSerializer.Deserialize<T>(ref reader)!;
    }
}
