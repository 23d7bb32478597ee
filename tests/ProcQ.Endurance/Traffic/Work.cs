using System.Globalization;

namespace ProcQ.Endurance.Traffic;

/// <summary>What the items do in their workers. The answers can be known without asking.</summary>
internal sealed record Work(string Ledger)
{
    private const int LongWords = 20_000;

    public long Number(long item)
    {
        Do(item);
        return NumberOf(item);
    }

    public string Words(long item)
    {
        Do(item);
        return WordsOf(item);
    }

    public static long NumberOf(long item) => unchecked((item + 1) * -7046029254386353131);

    /// <summary>Some are so long that a strike can hit them in the pipe.</summary>
    public static string WordsOf(long item) =>
        NumberOf(item).ToString(CultureInfo.InvariantCulture).PadLeft(item % 500 == 0 ? LongWords : 0, '.');

    private void Do(long item)
    {
        ExecutionLedger.Note(Ledger, item);
        // Some take time, so that not only the pool's own code is hit.
        if (item % 400 == 0)
            Thread.Sleep((int)(item / 400 % 4));
    }
}
