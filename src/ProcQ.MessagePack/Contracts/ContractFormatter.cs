using ProcQ.MessagePack.Building;
using ProcQ.MessagePack.Contracts.Emit;
using ProcQ.MessagePack.Formatters;

namespace ProcQ.MessagePack.Contracts;

/// <summary>
/// Writes and reads a type by its contract, with code generated for it on first use, each direction by itself: a worker that only reads a type
/// never pays for writing it.
/// </summary>
internal sealed class ContractFormatter<T>(ContractShape shape, IUntypedFormatter[] parts, bool mayCycle)
    : MessagePackFormatter<T>
{
    private ContractWrite<T>? _write;
    private ContractRead<T>? _read;

    public override void Serialize(ref MessagePackWriter writer, T value)
    {
        if (value is null)
        {
            writer.WriteNil();
            return;
        }

        var write = _write ??= WriteEmitter.Emit<T>(shape, parts);
        var at = -1;
        writer.Enter();
        if (mayCycle)
            writer.Watch(value);
        try
        {
            write(ref writer, value, ref at);
        }
        catch (MessagePackException failure) when (Locate(failure, at))
        {
            throw;
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw Located(UserCode.WriteFailure(typeof(T), failure), at);
        }

        if (mayCycle)
            writer.Unwatch(value);
        writer.Leave();
    }

    public override T Deserialize(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return default(T) is null
                ? default!
                : throw reader.Fault($"Null was found where a {typeof(T)} must be, which is a struct.");

        var read = _read ??= ReadEmitter.Emit<T>(shape, parts);
        var at = -1;
        reader.Enter();
        T value;
        try
        {
            value = read(ref reader, ReadHeader(ref reader), ref at);
        }
        catch (MessagePackException failure) when (Locate(failure, at))
        {
            throw;
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw Located(UserCode.ReadFailure(reader, typeof(T), failure), at);
        }

        reader.Leave();
        return value;
    }

    private int ReadHeader(ref MessagePackReader reader)
    {
        if (!shape.IsArray)
            return reader.ReadMapHeader();
        var count = reader.ReadArrayHeader();
        if (shape.HasFixedLength && count != shape.Members.Length)
            throw reader.Fault($"A {TypeNames.Short(typeof(T))} is an array of {shape.Members.Length}, not of {count}.");
        return count;
    }

    private bool Locate(MessagePackException failure, int at) => at >= 0 && failure.Inside(shape.Members[at].Name);

    private MessagePackException Located(MessagePackException failure, int at)
    {
        Locate(failure, at);
        return failure;
    }
}
