using System.Diagnostics;

namespace ProcQ.Tests.Fuzzing;

/// <summary>Damages good bytes and has them judged, on one thread, from one seed: the same seed does the same again.</summary>
internal sealed class Fuzzer
{
    private const int OneOf = 5;

    private readonly (FuzzTarget Target, IReadOnlyList<byte[]> Seeds)[] _targets;
    private readonly Random _random;

    // Read by another thread, whole.
    private volatile FuzzInput? _current;

    public Fuzzer(IReadOnlyList<FuzzTarget> targets, int seed)
    {
        _random = new Random(seed);
        _targets = [.. targets.Select(target => (target, (IReadOnlyList<byte[]>)[.. target.Seeds, .. Corpus.Of(target)]))];
    }

    public Judge Judge { get; } = new();

    /// <summary>The input being judged and since when, for who watches whether it ever ends.</summary>
    public FuzzInput? Current => _current;

    /// <summary>Everything that is kept, as it is. Null if all is well. The first time also builds what is built once.</summary>
    public FuzzFault? TryKept()
    {
        foreach (var (target, seeds) in _targets)
        {
            foreach (var bytes in target.Seeds)
                target.Read(bytes);
            foreach (var bytes in seeds)
            {
                // What is made once for a type is not the input's doing.
                new Judge().Try(target, bytes);
                if (Judge.Try(target, bytes) is { } fault)
                    return new FuzzFault(target, bytes, fault);
            }
        }

        return null;
    }

    /// <summary>So many damaged inputs; null if all is well.</summary>
    public FuzzFault? Try(int inputs)
    {
        for (; inputs > 0; inputs--)
        {
            var (target, seeds) = _targets[_random.Next(_targets.Length)];
            // Mostly good ones: what is hopeless from its first byte teaches little.
            var from = _random.Next(OneOf) == 0 ? seeds : target.Seeds;
            var bytes = target.Damage(from[_random.Next(from.Count)], _random);
            _current = new FuzzInput(target, bytes, Stopwatch.GetTimestamp());
            if (Judge.Try(target, bytes) is { } fault)
                return new FuzzFault(target, bytes, fault);
        }

        _current = null;
        return null;
    }
}
