using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcQ.TestJobs;

/// <summary>Ways in which a function takes its process with it.</summary>
public static partial class Crimes
{
    private const int SigKill = 9;
    private const int SigCont = 18;
    private const int SigStop = 19;

    /// <summary>Commits it, and returns only if that did not end the process.</summary>
    public static int Commit(Crime crime)
    {
        Deed(crime)();
        return Environment.ProcessId;
    }

    /// <summary>kill -9 of this very process.</summary>
    public static void KillMyself()
    {
        _ = Kill(Environment.ProcessId, SigKill);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>kill -9 of any process.</summary>
    public static void KillProcess(int processId)
    {
        // 0 is no process but all of our own group.
        ArgumentOutOfRangeException.ThrowIfLessThan(processId, 2);
        _ = Kill(processId, SigKill);
    }

    /// <summary>Stops a process as Ctrl-Z does, but not to be refused.</summary>
    public static void Stop(int processId) => _ = Kill(processId, SigStop);

    /// <summary>Lets it go on.</summary>
    public static void Continue(int processId) => _ = Kill(processId, SigCont);

    /// <summary>Leaves something behind that ends this process when it is collected. In a method of its own, so that nothing on the stack keeps it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void LeaveGarbage() => GC.KeepAlive(new Vengeful());

    private static Action Deed(Crime crime) =>
        crime switch
        {
            Crime.None => () => { },
            Crime.Exit0 => () => Environment.Exit(0),
            Crime.Exit7 => () => Environment.Exit(7),
            Crime.Exit137 => () => Environment.Exit(137),
            Crime.FailFast => () => Environment.FailFast("The jury is out."),
            Crime.StackOverflow => () => Dig(0),
            Crime.Kill9 => KillMyself,
            Crime.Segv => () => Length(16),
            Crime.Abort => AbortNow,
            Crime.ThrowOnThread => ThrowOnThread,
            Crime.ThrowInFinalizer => ThrowInFinalizer,
            Crime.Spin => Spin,
            Crime.Sleep => () => Thread.Sleep(Timeout.Infinite),
            _ => () => CrimesOfStaying.Commit(crime),
        };

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Dig(int depth) => Dig(depth + 1) + Dig(depth + 2);

    private static void ThrowOnThread()
    {
        var thread = new Thread(() => throw new InvalidOperationException("Nobody catches me."));
        thread.Start();
        thread.Join();
        Thread.Sleep(Timeout.Infinite);
    }

    private static void Spin()
    {
        while (true)
            Thread.SpinWait(1000);
    }

    private static void ThrowInFinalizer()
    {
        LeaveGarbage();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Thread.Sleep(Timeout.Infinite);
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void AbortNow();

    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial nint Length(nint address);

    private sealed class Vengeful
    {
#pragma warning disable CA1065, CA1821, MA0055, MA0086 // What a finalizer may do is what this is about.
        ~Vengeful() => throw new InvalidOperationException("From beyond the grave.");
#pragma warning restore CA1065, CA1821, MA0055, MA0086
    }
}
