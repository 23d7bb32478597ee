using System.Runtime.CompilerServices;

namespace ProcQ.Benchmarks;

/// <summary>The work that is measured, the same in every language; the case names are those of the peers.</summary>
internal static class Work
{
    public const string StartupCase = "startup";
    public const string MapCase = "map(auto chunk)";
    public const string FirstMapCase = "map(auto chunk), first";
    public const string RecordCase = "map of records";
    public const string ImapCase = "imap(default)";
    public const string ImapUnorderedCase = "imap_unordered(default)";
    public const string ApplyCase = "apply latency";
    public const string BlockingApplyCase = "apply (blocking)";
    public const string TimeoutRunCase = "Timeout.Run of a no-op";
    public const string LimitedMapCase = "map(auto chunk, 10 s an item)";
    public const string QueueCase = "queue of small messages";
    public const string EchoCase = "1MiB echo x100";
    public const string CpuCase = "cpu x2000";
    public const string TimeoutCase = "timeout 0.5s kill + next result";

    public const int SmallItems = 100_000;
    public const int Messages = 300_000;
    public const int Calls = 2000;
    public const int CpuItems = 2000;

    public static TimeSpan Limit { get; } = TimeSpan.FromSeconds(0.5);

    public static int Increment(int x) => x + 1;

    public static int Nothing() => 1;

    /// <summary>Puts as many small messages as were asked for, when it is let.</summary>
    public static int PutAll(MsgQueue<int> queue)
    {
        for (var i = 1; i <= Messages; i++)
            queue.Put(i);
        queue.End();
        return Messages;
    }

    public static byte[] Echo(byte[] bytes) => bytes;

    // Optimised from its first call, here and in the workers: what is compared is the pool, not how far the JIT has come.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static uint Cpu(int n)
    {
        var s = (uint)n;
        for (var i = 0; i < 12_000; i++)
            s = (s * 1664525) + 1013904223;
        return s;
    }

    public static Person Older(Person person) => person with { Age = person.Age + 1 };

    /// <summary>Waits until there is such a file.</summary>
    public static bool AwaitFile(string path) => SpinWait.SpinUntil(() => File.Exists(path), TimeSpan.FromMinutes(2));

    /// <summary>A function that never returns; the volatile read keeps the loop from being judged dead.</summary>
    public static int Forever(int x)
    {
        while (Volatile.Read(ref x) >= 0) { }
        return x;
    }
}
