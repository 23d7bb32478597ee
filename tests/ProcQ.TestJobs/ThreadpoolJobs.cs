using System.Globalization;
using System.Security.Cryptography;

namespace ProcQ.TestJobs;

/// <summary>What requests run in their workers.</summary>
public static class ThreadpoolJobs
{
    public static int FailEveryFifth(int x) => x % 5 == 0 ? Fail(x) : x;

    public static int Fail(int x) => throw new FormatException(x.ToString(CultureInfo.InvariantCulture));

    public static int Exit(int code)
    {
        Environment.Exit(code);
        return 0;
    }

    /// <summary>Puts so many requests of its own and counts their results.</summary>
    public static int CountInner(int requests)
    {
        using var pool = new ProcessPool(new ProcessPoolOptions { Workers = 1, SpareWorkers = 0 });
        var queue = new RequestQueue(pool);
        var count = 0;
        for (var i = 0; i < requests; i++)
            queue.Put(x => x, i, _ => count++);
        queue.Wait();
        return count;
    }

    public static string Hash(string file) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)));

    /// <summary>Passes the gate and says who did.</summary>
    public static int PassAs(this Gate gate, int who)
    {
        gate.Pass(who);
        return who;
    }
}
