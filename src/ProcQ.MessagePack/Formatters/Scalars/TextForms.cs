using System.Buffers.Text;
using System.Globalization;
using System.Text;
using ProcQ.MessagePack.Reading;

namespace ProcQ.MessagePack.Formatters.Scalars;

// A family of small types: each names how one type is written as text.

internal readonly struct DecimalForm : IScalarForm<decimal>
{
    // A sign, 29 digits and a point: what decimal.ToString can produce at most.
    private const int MaxLength = 31;

    public static void Write(ref MessagePackWriter writer, decimal value)
    {
        Span<byte> text = stackalloc byte[MaxLength];
        value.TryFormat(text, out var written, default, CultureInfo.InvariantCulture);
        writer.WriteString(text[..written]);
    }

    public static decimal Read(ref MessagePackReader reader)
    {
        var text = reader.ReadStringUtf8();
        const NumberStyles Styles = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return decimal.TryParse(text, Styles, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw reader.Fault("A string is not a decimal number or outside the range of decimal.");
    }
}

internal readonly struct GuidForm : IScalarForm<Guid>
{
    private const int Length = 36;

    public static void Write(ref MessagePackWriter writer, Guid value)
    {
        Span<byte> text = stackalloc byte[Length];
        value.TryFormat(text, out _, "D");
        writer.WriteString(text);
    }

    public static Guid Read(ref MessagePackReader reader)
    {
        var text = reader.ReadStringUtf8();
        return text.Length == Length && Utf8Parser.TryParse(text, out Guid value, out var consumed, 'D') && consumed == Length
            ? value
            : throw reader.Fault("A Guid is a string of 36 characters: hexadecimal digits in groups of 8-4-4-4-12.");
    }
}

internal readonly struct UriForm : IScalarForm<Uri>
{
    public static void Write(ref MessagePackWriter writer, Uri value) => writer.Write(value.OriginalString);

    public static Uri Read(ref MessagePackReader reader) => new(reader.ReadString()!, UriKind.RelativeOrAbsolute);
}

internal readonly struct VersionForm : IScalarForm<Version>
{
    public static void Write(ref MessagePackWriter writer, Version value) => writer.Write(value.ToString());

    public static Version Read(ref MessagePackReader reader) => Version.Parse(reader.ReadString()!);
}

internal readonly struct StringBuilderForm : IScalarForm<StringBuilder>
{
    public static void Write(ref MessagePackWriter writer, StringBuilder value) => writer.Write(value.ToString());

    public static StringBuilder Read(ref MessagePackReader reader) => new(reader.ReadString());
}

internal readonly struct TypeForm : IScalarForm<Type>
{
    public static void Write(ref MessagePackWriter writer, Type value) =>
        writer.Write(value.AssemblyQualifiedName ?? throw new MessagePackException($"{value} has no assembly-qualified name."));

    public static Type Read(ref MessagePackReader reader)
    {
        var name = reader.ReadString()!;
        return TypeLookup.Find(name) ?? throw reader.Fault($"The type '{name}' is not known in this process.");
    }
}

internal readonly struct RuneForm : IScalarForm<Rune>
{
    public static void Write(ref MessagePackWriter writer, Rune value) => writer.Write(value.Value);

    public static Rune Read(ref MessagePackReader reader) =>
        Rune.TryCreate(reader.ReadInt32(), out var value)
            ? value
            : throw reader.Fault("An integer is not a Unicode scalar value.");
}
