using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>The elements of a collection, between a header and a span.</summary>
internal static class Elements
{
    // An element takes at least one byte on the wire; up to this size in memory the announced count may be allocated at once.
    private const int SmallElement = 16;
    private const int FirstChunkBytes = 1 << 16;

    public static T[] Read<T>(ref MessagePackReader reader, MessagePackFormatter<T> element)
    {
        var count = reader.ReadArrayHeader();
        if (count == 0)
            return [];
        reader.Enter();
        var items =
            Unsafe.SizeOf<T>() <= SmallElement ? ReadAtOnce(ref reader, element, count) : ReadGrowing(ref reader, element, count);
        reader.Leave();
        return items;
    }

    public static void Write<T>(ref MessagePackWriter writer, MessagePackFormatter<T> element, ReadOnlySpan<T> items)
    {
        writer.WriteArrayHeader(items.Length);
        element.SerializeMany(ref writer, items);
    }

    /// <summary>The elements as they are now: a collection that other threads change must not announce one count and write another.</summary>
    public static ReadOnlySpan<T> Snapshot<T>(IEnumerable<T> items) =>
        items switch
        {
            T[] array when array.GetType() == typeof(T[]) => array,
            List<T> list => CollectionsMarshal.AsSpan(list),
            _ => items.ToArray(),
        };

    /// <summary>How many of <paramref name="count"/> announced elements may be allocated before the first one is read, whatever their size.</summary>
    public static int FirstChunk<T>(int count) => Math.Min(count, Math.Max(1, FirstChunkBytes / Unsafe.SizeOf<T>()));

    private static T[] ReadAtOnce<T>(ref MessagePackReader reader, MessagePackFormatter<T> element, int count)
    {
        var items = new T[count];
        element.DeserializeMany(ref reader, items);
        return items;
    }

    /// <summary>Allocates as elements arrive: a short message must not claim count times the size of a large struct.</summary>
    private static T[] ReadGrowing<T>(ref MessagePackReader reader, MessagePackFormatter<T> element, int count)
    {
        var items = new T[FirstChunk<T>(count)];
        element.DeserializeMany(ref reader, items);
        for (var read = items.Length; read < count; read = items.Length)
        {
            Array.Resize(ref items, (int)Math.Min(count, 2L * read));
            element.DeserializeMany(ref reader, items.AsSpan(read));
        }

        return items;
    }
}
