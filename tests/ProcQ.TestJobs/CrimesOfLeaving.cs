using System.Globalization;
using System.Runtime.InteropServices;

namespace ProcQ.TestJobs;

/// <summary>What a function leaves behind in its process for those that come after it.</summary>
public static partial class CrimesOfLeaving
{
    private static readonly AsyncLocal<int> Flowing = new();

    private static long _ticks;

    /// <summary>How often what was left behind has done something.</summary>
    public static long Ticks => Volatile.Read(ref _ticks);

    /// <summary>Threads that go on for ever: one works, one allocates, one writes to the output, one says how far an item is of which it knows nothing.</summary>
    public static void LeaveThreads(bool foreground)
    {
        Start(() => Thread.SpinWait(1000));
        Start(() => GC.KeepAlive(new byte[10_000]));
        Start(() => Console.WriteLine("still here"));
        Start(() => WorkerContext.Current!.Report(0.5, "from behind"));

        void Start(Action work) =>
            new Thread(() =>
            {
                while (true)
                {
                    work();
                    Interlocked.Increment(ref _ticks);
                    Thread.Sleep(1);
                }
            })
            {
                IsBackground = !foreground,
            }.Start();
    }

    /// <summary>A timer that nobody stops, and a task that nobody awaits.</summary>
    public static void LeaveTimers()
    {
        WorkerContext.Current!.State["timer"] = new Timer(_ => Interlocked.Increment(ref _ticks), null, 0, 1);
        WorkerContext.Current.State["task"] = Task.Run(async () =>
        {
            while (true)
            {
                await Task.Delay(1);
                Interlocked.Increment(ref _ticks);
            }
        });
    }

    /// <summary>Changes what a process has only once.</summary>
    public static void ChangeSurroundings(string folder)
    {
        Environment.CurrentDirectory = folder;
        Environment.SetEnvironmentVariable("PROCQ_SPEC_LEFT", "behind");
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-CH");
        _ = SetMask(0x3F);
        Flowing.Value = 1;
    }

    /// <summary>What <see cref="ChangeSurroundings"/> changes: directory, environment, culture, file mode mask, and what flows with a call.</summary>
    public static (string Directory, string? Variable, string Culture, int Mask, int Flowing) Surroundings()
    {
        var mask = SetMask(0);
        _ = SetMask(mask);
        return (
            Environment.CurrentDirectory,
            Environment.GetEnvironmentVariable("PROCQ_SPEC_LEFT"),
            CultureInfo.CurrentCulture.Name,
            mask,
            Flowing.Value
        );
    }

    [LibraryImport("libc", EntryPoint = "umask")]
    private static partial int SetMask(int mask);
}
