namespace ProcQ.Endurance.Traffic;

/// <summary>What became of each item, as the callers were told, to be held against what the workers counted.</summary>
internal sealed class ItemBook(long items)
{
    private const int MostExamples = 20;

    private readonly byte[] _outcomes = new byte[items];
    private readonly Mark[] _marks = new Mark[items];
    private readonly long[] _statuses = new long[Enum.GetValues<OutcomeStatus>().Length];
    private long _recorded;

    [Flags]
    private enum Mark : byte
    {
        None = 0,
        Succeeded = 1,
        Wrong = 2,
        NeverBegun = 4,
        AtMostOnce = 8,
    }

    public long Items => items;

    /// <summary>Outcomes so far.</summary>
    public long Recorded => Volatile.Read(ref _recorded);

    public long Count(OutcomeStatus status) => Volatile.Read(ref _statuses[(int)status]);

    /// <summary>An item's outcome. <paramref name="right"/>: it is one that the item can have, and its result, if it has one, is the item's.</summary>
    public void Record(long item, OutcomeStatus status, bool right, bool neverBegun, Promise promise)
    {
        _outcomes[item]++;
        _marks[item] |=
            (status == OutcomeStatus.Succeeded ? Mark.Succeeded : Mark.None)
            | (right ? Mark.None : Mark.Wrong)
            | (neverBegun ? Mark.NeverBegun : Mark.None)
            | (promise == Promise.AtMostOnce ? Mark.AtMostOnce : Mark.None);
        Interlocked.Increment(ref _statuses[(int)status]);
        Interlocked.Increment(ref _recorded);
    }

    /// <summary>Compares, when every call has returned and every worker is gone.</summary>
    public Verdict Check(ExecutionLedger ledger)
    {
        var examples = new List<string>();
        var verdict = new Verdict();
        for (long item = 0; item < items; item++)
        {
            var one = Check(item, ledger.Count(item));
            if (one.IsClean)
                continue;
            verdict += one;
            if (examples.Count < MostExamples)
                examples.Add($"item {item}: {one}; {_outcomes[item]} outcomes, {_marks[item]}, begun {ledger.Count(item)} times");
        }

        return verdict with
        {
            Examples = examples,
        };
    }

    private Verdict Check(long item, int begun)
    {
        var mark = _marks[item];
        return new Verdict
        {
            Missing = _outcomes[item] == 0 ? 1 : 0,
            Doubled = _outcomes[item] > 1 ? 1 : 0,
            Wrong = mark.HasFlag(Mark.Wrong) ? 1 : 0,
            Unrun = mark.HasFlag(Mark.Succeeded) && begun == 0 ? 1 : 0,
            RunTwice = mark.HasFlag(Mark.AtMostOnce) && begun > 1 ? 1 : 0,
            BegunAfterAll = mark.HasFlag(Mark.NeverBegun) && begun > 0 ? 1 : 0,
        };
    }
}
