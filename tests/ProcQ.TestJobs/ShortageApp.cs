using System.Globalization;
using System.Runtime.InteropServices;

namespace ProcQ.TestJobs;

/// <summary>
/// An application that loses its only worker while the system gives it no further process, or no further descriptor: for a while, or for longer than its pool
/// tries. Says what comes of the pool, and of the next one, when there is enough again.
/// </summary>
internal static partial class ShortageApp
{
    private const int Files = 7;
    private const int Processes = 6;
    private const int Threads = 16;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(string resource, string length)
    {
        var pool = new ProcessPool(new ProcessPoolOptions { Workers = 1, SpareWorkers = 0 });
        var worker = await pool.ApplyAsync(() => Environment.ProcessId);
        // All the code there is to load is loaded, the console's included, as in an application that runs for a while.
        Console.WriteLine($"begins with {pool.GetStats().Workers.Count} worker");
        Crimes.KillProcess(worker);
        worker = await pool.ApplyAsync(() => Environment.ProcessId);
        StartThreads();
        var open = OpenFiles();
        var limit = Tighten(resource);
        Console.WriteLine($"works {await pool.ApplyAsync(() => 6)}");
        Crimes.KillProcess(worker);
        var call = pool.ApplyAsync(() => 7);
        if (length == "for-a-while")
        {
            // Each start that was tried counts, the one before the shortage and the one that will succeed as well: three fail.
            while (pool.GetStats().Workers[0].Restarts < 5)
                await Task.Delay(1);
            Loosen(limit);
        }

        Console.WriteLine(await Say(call));
        Loosen(limit);
        await Task.Run(pool.Dispose).WaitAsync(Patience);
        await using (var next = new ProcessPool(new ProcessPoolOptions { Workers = 1, SpareWorkers = 0 }))
            Console.WriteLine($"next {await Say(next.ApplyAsync(() => 8))}");
        Console.WriteLine($"more files {await More(open)}");
        return 0;
    }

    /// <summary>Threads count as processes, and the runtime itself ends when it cannot start one that it needs: it has them by now, as in an application that runs for a while.</summary>
    private static void StartThreads()
    {
        ThreadPool.SetMinThreads(Threads, Threads);
        var all = new CountdownEvent(Threads);
        for (var i = 0; i < Threads; i++)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                all.Signal();
                all.Wait();
            });
        }

        all.Wait();
    }

    private static async Task<string> Say(Task<int> call)
    {
        try
        {
            return $"result {await call.WaitAsync(Patience)}";
        }
        catch (WorkerStartException e)
        {
            return $"{nameof(WorkerStartException)} {e.Message.ReplaceLineEndings(" ")}";
        }
    }

    /// <summary>How many more are open than once, when those on their way out are gone; one or two may come and go with the runtime.</summary>
    private static async Task<string> More(int before)
    {
        for (var i = 0; i < 500 && OpenFiles() > before; i++)
            await Task.Delay(10);
        return OpenFiles() > before + 2 ? $"{OpenFiles() - before}" : "none";
    }

    private static int OpenFiles() => Directory.GetFiles("/proc/self/fd").Length;

    private static (int Resource, ulong[] Before) Tighten(string resource)
    {
        var kind = resource == "files" ? Files : Processes;
        var before = new ulong[2];
        Check(GetLimit(kind, before));
        // There is one process of this user: it stays, and none is added.
        Check(SetLimit(kind, [kind == Files ? LimitWithFew() : 1u, before[1]]));
        return (kind, before);
    }

    /// <summary>So that what is open stays, and two more can be: the runtime itself ends when it cannot open a file of its own, and a process takes six.</summary>
    private static ulong LimitWithFew()
    {
        var open = Directory
            .GetFiles("/proc/self/fd")
            .Select(file => ulong.Parse(Path.GetFileName(file), CultureInfo.InvariantCulture))
            .ToHashSet();
        var limit = 0ul;
        for (var free = 0; free < 2; limit++)
            free += open.Contains(limit) ? 0 : 1;
        return limit;
    }

    private static void Loosen((int Resource, ulong[] Before) limit) => Check(SetLimit(limit.Resource, limit.Before));

    private static void Check(int answer)
    {
        if (answer != 0)
            throw new IOException($"Limits cannot be changed here: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "getrlimit", SetLastError = true)]
    private static partial int GetLimit(int resource, [Out] ulong[] softAndHard);

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, ulong[] softAndHard);
}
