using ProcQ.MessagePack;

namespace ProcQ.Functions.Identity;

/// <summary>Reads names of what there is in assemblies.</summary>
internal static class NameReader
{
    public static string Read(ref MessagePackReader reader) => PlainText.ToText(reader.ReadStringUtf8());

    public static string? ReadIfAny(ref MessagePackReader reader) => reader.TryReadNil() ? null : Read(ref reader);
}
