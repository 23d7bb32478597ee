using System.Runtime.CompilerServices;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Writes and reads dictionaries as maps; a key that occurs twice is refused.</summary>
internal sealed class DictionaryFormatter<TKey, TValue>(
    MessagePackFormatter<TKey> key,
    MessagePackFormatter<TValue> value,
    bool mayCycle
) : MessagePackFormatter<Dictionary<TKey, TValue>?>
    where TKey : notnull
{
    // What a header alone may claim: more comes as entries come.
    private const int LargestFirstCapacity = 1 << 16;
    private const int LargestFirstBytes = 1 << 20;

    public override void Serialize(ref MessagePackWriter writer, Dictionary<TKey, TValue>? map)
    {
        if (map is null)
        {
            writer.WriteNil();
            return;
        }

        writer.Enter(map, mayCycle);
        writer.WriteMapHeader(map.Count);
        foreach (var (entryKey, entryValue) in map)
        {
            key.Serialize(ref writer, entryKey);
            WriteValue(ref writer, entryKey, entryValue);
        }

        writer.Leave(map, mayCycle);
    }

    public override Dictionary<TKey, TValue>? Deserialize(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        var count = reader.ReadMapHeader();
        reader.Enter();
        var map = new Dictionary<TKey, TValue>(FirstCapacity(count));
        var collisions = default(Collisions);
        for (var i = 0; i < count; i++)
            ReadEntry(ref reader, map, i, ref collisions);
        reader.Leave();
        return map;
    }

    private static int FirstCapacity(int count) =>
        Math.Min(
            Math.Min(count, LargestFirstCapacity),
            Math.Max(1, LargestFirstBytes / Unsafe.SizeOf<KeyValuePair<TKey, TValue>>())
        );

    private void WriteValue(ref MessagePackWriter writer, TKey entryKey, TValue entryValue)
    {
        try
        {
            value.Serialize(ref writer, entryValue);
        }
        catch (MessagePackException failure) when (failure.Inside(MapKeys.Step(entryKey, 0)))
        {
            throw;
        }
    }

    private void ReadEntry(ref MessagePackReader reader, Dictionary<TKey, TValue> map, int index, ref Collisions collisions)
    {
        TKey? entryKey = default;
        try
        {
            entryKey = key.Deserialize(ref reader);
            if (entryKey is null)
                throw MapKeys.Null(reader);
            if (!map.TryAdd(entryKey, value.Deserialize(ref reader)))
                throw MapKeys.Duplicate(reader, entryKey);
            collisions.Watch(map, entryKey);
        }
        catch (MessagePackException failure) when (failure.Inside(MapKeys.Step(entryKey, index)))
        {
            throw;
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw UserCode.ReadFailure(reader, typeof(TKey), failure);
        }
    }
}
