namespace ProcQ.MessagePack.Building;

/// <summary>Words for a type that cannot travel: which type, why, and what to do instead.</summary>
internal static class Refusal
{
    public static MessagePackException Of(Type type, string why, string fix) =>
        new($"{TypeNames.Full(type)} cannot be serialized: {why}. {fix}.");
}
