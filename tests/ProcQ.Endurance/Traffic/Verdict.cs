namespace ProcQ.Endurance.Traffic;

/// <summary>What is wrong with items; all zero when nothing is.</summary>
internal sealed record Verdict
{
    /// <summary>Items without an outcome.</summary>
    public long Missing { get; init; }

    /// <summary>Items with more than one.</summary>
    public long Doubled { get; init; }

    /// <summary>Results that are not the item's, and outcomes that cannot be.</summary>
    public long Wrong { get; init; }

    /// <summary>Items that succeeded without having run.</summary>
    public long Unrun { get; init; }

    /// <summary>Items that were to run once at most, and ran more often.</summary>
    public long RunTwice { get; init; }

    /// <summary>Items that were said never to have begun, and had.</summary>
    public long BegunAfterAll { get; init; }

    public bool IsClean => Missing + Doubled + Wrong + Unrun + RunTwice + BegunAfterAll == 0;

    /// <summary>The first of them, one a line; for whoever has to find out why.</summary>
    public IReadOnlyList<string> Examples { get; init; } = [];

    public static Verdict operator +(Verdict left, Verdict right) =>
        new()
        {
            Missing = left.Missing + right.Missing,
            Doubled = left.Doubled + right.Doubled,
            Wrong = left.Wrong + right.Wrong,
            Unrun = left.Unrun + right.Unrun,
            RunTwice = left.RunTwice + right.RunTwice,
            BegunAfterAll = left.BegunAfterAll + right.BegunAfterAll,
            Examples = [.. left.Examples, .. right.Examples],
        };

    public override string ToString() =>
        $"{Missing} missing, {Doubled} doubled, {Wrong} wrong, {Unrun} unrun, {RunTwice} run twice, {BegunAfterAll} begun after all";
}
