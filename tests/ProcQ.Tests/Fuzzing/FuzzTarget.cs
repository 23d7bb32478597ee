namespace ProcQ.Tests.Fuzzing;

/// <summary>Something that reads bytes of the other side.</summary>
/// <param name="Name">Names it in the corpus and in reports.</param>
/// <param name="Seeds">Good bytes, to be damaged.</param>
/// <param name="Read">Reads bytes; throws whatever the product throws.</param>
/// <param name="Damage">Makes bad bytes of good ones.</param>
internal sealed record FuzzTarget(
    string Name,
    IReadOnlyList<byte[]> Seeds,
    Action<byte[]> Read,
    Func<byte[], Random, byte[]> Damage
);
