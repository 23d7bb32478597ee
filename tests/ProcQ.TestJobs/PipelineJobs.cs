namespace ProcQ.TestJobs;

/// <summary>What stages of pipelines run in their workers.</summary>
public static class PipelineJobs
{
    public static int Add1(int x) => x + 1;

    public static string Concat1(this string prefix, string x) => prefix + x;

    public static int Multi2(int x) => x * 2;

    public static int Same(int x) => x;

    public static Emit<int> DropEven(int x) => x % 2 == 0 ? Emit.None : x;

    public static int FailEven(int x) => x % 2 == 0 ? throw new FormatException($"{x}") : x;

    /// <summary>As some items take longer than others.</summary>
    public static int AtRandomSpeed(int x)
    {
        Pause.For(x * 7919L % 4 * 1000);
        return x;
    }

    public static IEnumerable<int> Twice(int x)
    {
        yield return x;
        yield return x + 100;
    }

    public static IEnumerable<int> FirstThenFail(int x)
    {
        yield return x;
        if (x % 2 == 0)
            throw new FormatException($"{x}");
        yield return x + 100;
    }

    public static IEnumerable<Emit<int?>> NothingNoneAndNull(int x)
    {
        if (x == 0)
            yield break;
        yield return Emit.None;
        yield return (int?)x;
        yield return (int?)null;
    }

    /// <summary>Where the items ran, and in which order.</summary>
    public static (int Item, int ProcessId) Where(int x) => (x, Environment.ProcessId);
}
