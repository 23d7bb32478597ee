using System.Text;

namespace ProcQ.MessagePack.Reading;

/// <summary>Reads text. Invalid UTF-8 becomes U+FFFD.</summary>
internal static class TextDecoding
{
    // Longer text is worth the runtime's vectors, which take a process that has just started some milliseconds to load.
    private const int Short = 24;

    public static string Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > Short)
            return Encoding.UTF8.GetString(bytes);
        Span<char> text = stackalloc char[Short];
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] > 0x7f)
                return Encoding.UTF8.GetString(bytes);
            text[i] = (char)bytes[i];
        }

        return new string(text[..bytes.Length]);
    }
}
