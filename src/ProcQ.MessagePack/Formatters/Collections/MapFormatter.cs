namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Writes and reads any map that can be enumerated and be made from its entries.</summary>
internal sealed class MapFormatter<TMap, TKey, TValue>(
    MessagePackFormatter<TKey> key,
    MessagePackFormatter<TValue> value,
    bool mayCycle,
    Func<KeyValuePair<TKey, TValue>[], TMap> build
) : MessagePackFormatter<TMap>
    where TMap : IEnumerable<KeyValuePair<TKey, TValue>>
{
    public override void Serialize(ref MessagePackWriter writer, TMap map)
    {
        if (map is null)
        {
            writer.WriteNil();
            return;
        }

        writer.Enter(map, mayCycle);
        WriteEntries(ref writer, map);
        writer.Leave(map, mayCycle);
    }

    public override TMap Deserialize(ref MessagePackReader reader)
    {
        if (default(TMap) is null && reader.TryReadNil())
            return default!;
        var entries = ReadEntries(ref reader);
        try
        {
            return build(entries);
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw UserCode.ReadFailure(reader, typeof(TMap), failure);
        }
    }

    private void WriteEntries(ref MessagePackWriter writer, TMap map)
    {
        var entries = Snapshot(map);
        writer.WriteMapHeader(entries.Length);
        var i = 0;
        try
        {
            for (; i < entries.Length; i++)
            {
                key.Serialize(ref writer, entries[i].Key);
                value.Serialize(ref writer, entries[i].Value);
            }
        }
        catch (MessagePackException failure) when (failure.Inside(MapKeys.Step(entries[i].Key, i)))
        {
            throw;
        }
    }

    private static KeyValuePair<TKey, TValue>[] Snapshot(TMap map)
    {
        try
        {
            return [.. map];
        }
        catch (Exception failure) when (UserCode.Failed(failure))
        {
            throw UserCode.WriteFailure(typeof(TMap), failure);
        }
    }

    private KeyValuePair<TKey, TValue>[] ReadEntries(ref MessagePackReader reader)
    {
        var count = reader.ReadMapHeader();
        reader.Enter();
        var entries = new KeyValuePair<TKey, TValue>[Elements.FirstChunk<KeyValuePair<TKey, TValue>>(count)];
        for (var i = 0; i < count; i++)
        {
            if (i == entries.Length)
                Array.Resize(ref entries, (int)Math.Min(count, 2L * i));
            entries[i] = ReadEntry(ref reader, i);
        }

        reader.Leave();
        return entries;
    }

    private KeyValuePair<TKey, TValue> ReadEntry(ref MessagePackReader reader, int index)
    {
        TKey? entryKey = default;
        try
        {
            entryKey = key.Deserialize(ref reader);
            return entryKey is null ? throw MapKeys.Null(reader) : new(entryKey, value.Deserialize(ref reader));
        }
        catch (MessagePackException failure) when (failure.Inside(MapKeys.Step(entryKey, index)))
        {
            throw;
        }
    }
}
