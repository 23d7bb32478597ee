using System.Text;

namespace ProcQ;

/// <summary>
/// Paths and names as UTF-8. Nearly all of them are ASCII, and what the runtime has for text takes a process that has just started some milliseconds to load.
/// </summary>
internal static class PlainText
{
    private const int LastAscii = 0x7f;

    /// <summary>The text, followed by the zero that ends it in C.</summary>
    public static byte[] ToZeroTerminated(string text, int before = 0)
    {
        var bytes = new byte[before + text.Length + 1];
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > LastAscii)
                return Encode(text, before);
            bytes[before + i] = (byte)text[i];
        }

        return bytes;
    }

    public static string ToText(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (bytes[i] > LastAscii)
                return Encoding.UTF8.GetString(bytes);
            text[i] = (char)bytes[i];
        }

        return new string(text);
    }

    private static byte[] Encode(string text, int before)
    {
        var bytes = new byte[before + Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(before));
        return bytes;
    }
}
