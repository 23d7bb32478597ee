using System.Buffers;
using ProcQ.MessagePack.Formatters.Collections;
using ProcQ.MessagePack.Reading;
using ProcQ.MessagePack.Writing;

namespace ProcQ.MessagePack.Formatters.Objects;

/// <summary>Reads a value whose type nobody said: integers by their width, arrays as object[], maps as Dictionary of objects.</summary>
internal static class ObjectReading
{
    private const int LargestFirstCapacity = 1 << 16;

    public static object? Read(ref MessagePackReader reader) =>
        reader.NextType switch
        {
            MessagePackType.Nil => ReadNil(ref reader),
            MessagePackType.Boolean => reader.ReadBoolean(),
            MessagePackType.Integer => ReadInteger(ref reader),
            MessagePackType.Float => reader.NextCode == MessagePackCode.Float32
                ? reader.ReadSingle()
                : (object)reader.ReadDouble(),
            MessagePackType.String => reader.ReadString(),
            MessagePackType.Binary => reader.ReadBytes()!.Value.ToArray(),
            MessagePackType.Array => ReadArray(ref reader),
            MessagePackType.Map => ReadMap(ref reader),
            MessagePackType.Extension => ReadExtension(ref reader),
            _ => throw reader.Unexpected("a value"),
        };

    private static object? ReadNil(ref MessagePackReader reader)
    {
        reader.ReadNil();
        return null;
    }

    private static object ReadInteger(ref MessagePackReader reader) =>
        reader.NextCode switch
        {
            <= MessagePackCode.MaxFixInt or MessagePackCode.UInt8 => reader.ReadByte(),
            >= MessagePackCode.MinNegativeFixInt or MessagePackCode.Int8 => reader.ReadSByte(),
            MessagePackCode.UInt16 => reader.ReadUInt16(),
            MessagePackCode.UInt32 => reader.ReadUInt32(),
            MessagePackCode.UInt64 => reader.ReadUInt64(),
            MessagePackCode.Int16 => reader.ReadInt16(),
            MessagePackCode.Int32 => reader.ReadInt32(),
            _ => reader.ReadInt64(),
        };

    private static DateTime ReadExtension(ref MessagePackReader reader)
    {
        var length = reader.ReadExtensionHeader(out var type);
        if (type == TimestampEncoding.ExtensionType)
            return TimestampDecoding.ReadBody(ref reader, length);
        throw reader.Fault(
            type == 100
                ? "Extension 100 names a .NET type to create. ProcQ never takes types from the wire: say the type in the call."
                : $"Extension {type} is not supported; only timestamps (-1) are."
        );
    }

    private static object?[] ReadArray(ref MessagePackReader reader)
    {
        var items = new object?[reader.ReadArrayHeader()];
        var i = 0;
        reader.Enter();
        try
        {
            for (; i < items.Length; i++)
                items[i] = Read(ref reader);
        }
        catch (MessagePackException failure) when (failure.Inside(i))
        {
            throw;
        }

        reader.Leave();
        return items;
    }

    private static Dictionary<object, object?> ReadMap(ref MessagePackReader reader)
    {
        var count = reader.ReadMapHeader();
        reader.Enter();
        var map = new Dictionary<object, object?>(Math.Min(count, LargestFirstCapacity));
        var collisions = default(Collisions);
        object? key = null;
        try
        {
            for (var i = 0; i < count; i++)
            {
                key = Read(ref reader) ?? throw MapKeys.Null(reader);
                if (!map.TryAdd(key, Read(ref reader)))
                    throw MapKeys.Duplicate(reader, key);
                collisions.Watch(map, key);
            }
        }
        catch (MessagePackException failure) when (failure.Inside(MapKeys.Step(key, 0)))
        {
            throw;
        }

        reader.Leave();
        return map;
    }
}
