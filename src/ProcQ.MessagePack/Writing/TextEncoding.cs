using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ProcQ.MessagePack.Writing;

/// <summary>Writes text as a MessagePack string. A lone surrogate becomes U+FFFD, as UTF-8 has no form for it.</summary>
internal static class TextEncoding
{
    /// <summary>Up to this many characters one pass is cheaper than counting the bytes first.</summary>
    public const int OnePassLimit = 4096;

    // As in TextDecoding.
    private const int Short = 24;

    /// <summary>Room that always suffices for one pass over <paramref name="characters"/> characters.</summary>
    public static int MaxBytes(int characters) => (characters * 3) + 5;

    /// <summary>Encodes after a guessed header and moves the bytes if the guess was too short; the room must be <see cref="MaxBytes"/>.</summary>
    public static int WriteOnePass(Span<byte> to, ReadOnlySpan<char> text)
    {
        // Most text is ASCII, so the character count is the likely byte count.
        var guess = HeaderLength(text.Length);
        var bytes = TryWriteShort(to[guess..], text) ? text.Length : Encoding.UTF8.GetBytes(text, to[guess..]);
        var header = HeaderLength(bytes);
        if (header != guess)
            to.Slice(guess, bytes).CopyTo(to[header..]);
        HeaderEncoding.String(ref MemoryMarshal.GetReference(to), (uint)bytes);
        return header + bytes;
    }

    /// <summary>Writes text that is short and ASCII.</summary>
    private static bool TryWriteShort(Span<byte> to, ReadOnlySpan<char> text)
    {
        if (text.Length > Short)
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] > 0x7f)
                return false;
            to[i] = (byte)text[i];
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int HeaderLength(int bytes) =>
        bytes switch
        {
            <= 31 => 1,
            <= byte.MaxValue => 2,
            <= ushort.MaxValue => 3,
            _ => 5,
        };
}
