using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace ProcQ.Wire;

/// <summary>
/// The one line a worker is told on its standard input, and the starting gun: before it has read this, a worker has done nothing. It is the
/// only way the token travels: arguments and environment of a process can be read by others.
/// </summary>
/// <param name="Pipe">The pipe to connect to.</param>
/// <param name="Token">What the worker proves itself with.</param>
/// <param name="Page">The path of its progress page.</param>
/// <param name="WorkerId">The worker's number in its pool; -1 while it is a spare.</param>
/// <param name="MaxFrameBytes">The longest frame either side may send.</param>
/// <param name="Depth">How deep the worker is: 1 below an application, 2 below a worker of an application, and so on; see <see cref="Nesting"/>.</param>
/// <param name="Culture">The parent's <see cref="CultureInfo.CurrentCulture"/>, which a process does not inherit; null: what the environment says.</param>
/// <param name="UICulture">The parent's <see cref="CultureInfo.CurrentUICulture"/>, or null.</param>
/// <param name="Initializes">An initializer will come, to be run before anything else.</param>
/// <param name="MaxMemoryBytes">Memory above which the worker leaves between two items; -1 is no limit.</param>
internal sealed record StartLine(
    string Pipe,
    ReadOnlyMemory<byte> Token,
    string Page,
    int WorkerId,
    int MaxFrameBytes,
    int Depth,
    string? Culture,
    string? UICulture,
    bool Initializes = false,
    long MaxMemoryBytes = -1
)
{
    /// <summary>A pipe takes this much in one piece, whatever the system.</summary>
    public const int MaxBytes = 4096;

    private const char Separator = '\t';
    private const int Fields = 11;

    // The invariant culture's name is empty, so "none" needs a name of its own; no culture is called so.
    private const string NoCulture = "-";

    private static ReadOnlySpan<byte> Magic => "ProcQ/1"u8;

    /// <summary>The line, its end included.</summary>
    public byte[] Encode() =>
        Encoding.UTF8.GetBytes(
            string.Join(
                Separator,
                Encoding.UTF8.GetString(Magic),
                Pipe,
                Convert.ToHexString(Token.Span),
                Page,
                WorkerId.ToString(CultureInfo.InvariantCulture),
                MaxFrameBytes.ToString(CultureInfo.InvariantCulture),
                Depth.ToString(CultureInfo.InvariantCulture),
                Culture ?? NoCulture,
                UICulture ?? NoCulture,
                Initializes ? "1" : "0",
                MaxMemoryBytes.ToString(CultureInfo.InvariantCulture)
            ) + '\n'
        );

    /// <summary>
    /// Reads the line back. A line of anybody else is refused: this program is not for people to start. By hand: the runtime's vectors for text would have to be
    /// loaded first. Nothing in here may ask for a culture, not even the invariant one: that loads the culture tables, milliseconds of a start many workers never need.
    /// </summary>
    public static StartLine Decode(ReadOnlySpan<byte> line)
    {
        var magic = TakeField(ref line);
        var pipe = TakeField(ref line);
        var token = FromHex(TakeField(ref line));
        var page = TakeField(ref line);
        var workerId = (int)ToNumber(TakeField(ref line));
        var maxFrameBytes = (int)ToNumber(TakeField(ref line));
        var depth = (int)ToNumber(TakeField(ref line));
        var culture = TakeField(ref line);
        var uiCulture = TakeField(ref line);
        var initializes = ToNumber(TakeField(ref line)) == 1;
        var maxMemoryBytes = ToNumber(TakeField(ref line));
        if (!IsMagic(magic) || token.Length != Hello.TokenBytes || !line.IsEmpty)
            throw new HandshakeException(
                $"This program is a worker of a ProcQ pool and only a pool can start it: its standard input did not begin with a start line of {Fields} fields."
            );
        return new StartLine(
            PlainText.ToText(pipe),
            token,
            PlainText.ToText(page),
            workerId,
            maxFrameBytes,
            depth,
            Name(culture),
            Name(uiCulture),
            initializes,
            maxMemoryBytes
        );
    }

    // The token stays out of logs.
    public override string ToString() => $"worker {WorkerId} on {Pipe}";

    private static ReadOnlySpan<byte> TakeField(ref ReadOnlySpan<byte> line)
    {
        var end = 0;
        while (end < line.Length && line[end] is not ((byte)Separator or (byte)'\n'))
            end++;
        var field = line[..end];
        line = end == line.Length ? default : line[(end + 1)..];
        return field;
    }

    private static bool IsMagic(ReadOnlySpan<byte> field)
    {
        var same = field.Length == Magic.Length;
        for (var i = 0; same && i < field.Length; i++)
            same = field[i] == Magic[i];
        return same;
    }

    private static long ToNumber(ReadOnlySpan<byte> digits) => Utf8Parser.TryParse(digits, out long number, out _) ? number : -1;

    private static byte[] FromHex(ReadOnlySpan<byte> digits)
    {
        var bytes = new byte[digits.Length / 2];
        for (var i = 0; i < bytes.Length; i++)
            bytes[i] = (byte)((Nibble(digits[2 * i]) << 4) | Nibble(digits[(2 * i) + 1]));
        return bytes;
    }

    private static int Nibble(byte digit) => digit <= (byte)'9' ? digit - '0' : digit - 'A' + 10;

    private static string? Name(ReadOnlySpan<byte> culture) => culture is [(byte)'-'] ? null : PlainText.ToText(culture);
}
