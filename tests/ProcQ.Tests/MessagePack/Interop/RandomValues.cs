using ProcQ.MessagePack;

namespace ProcQ.Tests.MessagePack.Interop;

/// <summary>Random values that every language has: null, booleans, integers, fractions, text, bytes, moments, arrays, maps.</summary>
internal sealed class RandomValues(int seed)
{
    private const int MaxDepth = 4;
    private static readonly string[] Letters = ["a", "Z", "0", " ", "é", "€", "漢", "𝄞", "\n", "\0"];
    private static readonly int[] Lengths = [0, 31, 32, 255, 256, 65535, 65536];

    private readonly Random _random = new(seed);

    public object? Next(int depth = 0) =>
        _random.Next(depth < MaxDepth ? 12 : 10) switch
        {
            0 => null,
            1 => _random.Next(2) == 0,
            2 => _random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64),
            3 => (ulong)_random.NextInt64(long.MinValue, long.MaxValue) >> _random.Next(64),
            4 => Narrow(),
            5 => Fraction(),
            6 => string.Concat(Enumerable.Range(0, _random.Next(40)).Select(_ => Letters[_random.Next(Letters.Length)])),
            7 => _random.Next(100) == 0 ? new string('x', Lengths[_random.Next(Lengths.Length)]) : "key",
            8 => Bytes(),
            9 => DateTime.UnixEpoch.AddMilliseconds(_random.NextInt64(-10_000_000_000_000, 200_000_000_000_000)),
            10 => Enumerable.Range(0, _random.Next(20)).Select(_ => Next(depth + 1)).ToArray(),
            _ => Enumerable.Range(0, _random.Next(20)).ToDictionary(i => (object)$"k{i}", _ => Next(depth + 1)),
        };

    /// <summary>Writes a value with the smallest codes, where the object rules would write integers at full width.</summary>
    public static void WriteSmallest(ref MessagePackWriter writer, object? value)
    {
        switch (value)
        {
            case object?[] items:
                writer.WriteArrayHeader(items.Length);
                foreach (var item in items)
                    WriteSmallest(ref writer, item);
                break;
            case Dictionary<object, object?> map:
                writer.WriteMapHeader(map.Count);
                foreach (var (key, item) in map)
                {
                    writer.Write((string)key);
                    WriteSmallest(ref writer, item);
                }

                break;
            case ulong number:
                writer.Write(number);
                break;
            case sbyte or byte or short or ushort or int or uint or long:
                writer.Write(Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
            default:
                MessagePackCodec.GetFormatter<object?>().Serialize(ref writer, value);
                break;
        }
    }

    private object Narrow()
    {
        var number = _random.Next(int.MinValue, int.MaxValue) >> _random.Next(32);
        return _random.Next(7) switch
        {
            0 => (sbyte)number,
            1 => (byte)number,
            2 => (short)number,
            3 => (ushort)number,
            4 => number,
            5 => (uint)number,
            _ => (long)number,
        };
    }

    // Whole numbers are left out: to JavaScript they are integers, whatever their code.
    private object Fraction() =>
        _random.Next(6) switch
        {
            0 => double.PositiveInfinity,
            1 => double.NegativeInfinity,
            2 => double.NaN,
            3 => _random.Next(1000) + 0.125f,
            4 => -1.0 / (3 + _random.Next(1000)),
            _ => _random.Next(1_000_000) + 0.1,
        };

    private byte[] Bytes()
    {
        var bytes = new byte[_random.Next(_random.Next(10) == 0 ? 300 : 20)];
        _random.NextBytes(bytes);
        return bytes;
    }
}
