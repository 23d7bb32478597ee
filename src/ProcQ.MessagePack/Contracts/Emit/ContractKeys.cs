using System.Buffers;
using ProcQ.MessagePack.Reading;

namespace ProcQ.MessagePack.Contracts.Emit;

/// <summary>The names of the members in a map, encoded once.</summary>
internal sealed class ContractKeys(ContractMember[] members)
{
    private readonly byte[][] _names = Array.ConvertAll(members, m => Encode(m.Key!, mapHeader: null));

    /// <summary>A name as it stands in the bytes, after a header if it is the first of the map.</summary>
    public static byte[] Encode(string key, int? mapHeader)
    {
        var bytes = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(bytes);
        if (mapHeader is { } count)
            writer.WriteMapHeader(count);
        writer.Write(key);
        writer.Flush();
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Reads a name and says which member it is; -1 for none. The members mostly come in our own order and form, so the next one is compared as
    /// it stands first.
    /// </summary>
    public int Read(ref MessagePackReader reader, int expected)
    {
        if ((uint)expected < (uint)_names.Length && reader.Bytes.TryTake(_names[expected]))
            return expected;
        var name = reader.ReadStringUtf8();
        for (var i = 0; i < _names.Length; i++)
        {
            if (name.SequenceEqual(Text(_names[i])))
                return i;
        }

        return -1;
    }

    private static ReadOnlySpan<byte> Text(byte[] encoded)
    {
        var cursor = new ByteCursor(encoded.AsSpan());
        return cursor.TakeSpan(HeaderDecoding.StringLength(ref cursor));
    }
}
