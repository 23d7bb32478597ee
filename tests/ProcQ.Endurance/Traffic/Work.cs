using System.Globalization;

namespace ProcQ.Endurance.Traffic;

/// <summary>What the items do in their workers. The answers can be known without asking.</summary>
internal sealed record Work(string Ledger)
{
    private const int LongWords = 20_000;
    private const int SlowOnes = 16;
    private const int LongestMilliseconds = 4;

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
        // Some take time, so that not only the pool's own code is hit, and that the million lasts for some hundred strikes.
        if (item % SlowOnes == 0)
            Thread.Sleep((int)(item / SlowOnes % LongestMilliseconds));
    }
}
