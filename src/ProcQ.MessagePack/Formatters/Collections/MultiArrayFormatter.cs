using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>Writes and reads arrays of two to four dimensions: their lengths, then all elements row by row as one flat array.</summary>
internal sealed class MultiArrayFormatter<TArray, T>(MessagePackFormatter<T> element, bool mayCycle)
    : MessagePackFormatter<TArray?>
    where TArray : class
{
    private static readonly int s_rank = typeof(TArray).GetArrayRank();

    public override void Serialize(ref MessagePackWriter writer, TArray? value)
    {
        if (value is not Array array)
        {
            writer.WriteNil();
            return;
        }

        writer.Enter(value, mayCycle);
        writer.WriteArrayHeader(s_rank + 1);
        for (var dimension = 0; dimension < s_rank; dimension++)
            writer.Write(array.GetLength(dimension));
        Elements.Write(ref writer, element, Flat(array));
        writer.Leave(value, mayCycle);
    }

    public override TArray? Deserialize(ref MessagePackReader reader)
    {
        if (reader.TryReadNil())
            return null;
        if (reader.ReadArrayHeader() != s_rank + 1)
            throw reader.Fault($"An array of {s_rank} dimensions is written as an array of {s_rank + 1}.");
        reader.Enter();
        var lengths = ReadLengths(ref reader, out var expected);

        // The elements are read before the array is made: the lengths alone prove nothing.
        var items = Elements.Read(ref reader, element);
        if (items.Length != expected)
            throw reader.Fault($"The lengths of the dimensions announce {expected} elements, {items.Length} follow.");
        var array = Array.CreateInstance(typeof(T), lengths);
        items.CopyTo(Flat(array));
        reader.Leave();
        return (TArray)(object)array;
    }

    private static int[] ReadLengths(ref MessagePackReader reader, out long elements)
    {
        var lengths = new int[s_rank];
        elements = 1;

        // Empty dimensions count as one here, so that the others stay within what the runtime can multiply.
        long size = 1;
        for (var dimension = 0; dimension < s_rank; dimension++)
        {
            var length = reader.ReadInt32();
            size *= Math.Max(1, length);
            if (length < 0 || size > Array.MaxLength)
                throw reader.Fault("The length of an array's dimension is out of range.");
            lengths[dimension] = length;
            elements *= length;
        }

        return lengths;
    }

    private static Span<T> Flat(Array array) =>
        MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);
}
