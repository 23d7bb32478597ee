namespace ProcQ.MessagePack.Formatters.Collections;

/// <summary>What is said about a key when its entry cannot be read or written.</summary>
internal static class MapKeys
{
    /// <summary>The key in a member path; only keys whose text is ours to make, not a user's ToString.</summary>
    public static string Step<TKey>(TKey? key, int index) =>
        key is string or IFormattable
            ? $"[{key}]"
            : $"[entry {index.ToString(System.Globalization.CultureInfo.InvariantCulture)}]";

    public static MessagePackException Duplicate<TKey>(in MessagePackReader reader, TKey key) =>
        reader.Fault($"The key {Step(key, 0)} occurs twice in a map.");

    public static MessagePackException Null(in MessagePackReader reader) => reader.Fault("A key in a map is null.");
}
