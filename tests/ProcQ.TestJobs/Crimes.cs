using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcQ.TestJobs;

/// <summary>Ways in which a function takes its process with it.</summary>
public static partial class Crimes
{
    private const int SigKill = 9;
    private const int SigCont = 18;
    private const int SigStop = 19;
    private const int ShutWrite = 1;

    /// <summary>Commits it, and returns only if that did not end the process.</summary>
    public static int Commit(Crime crime)
    {
        switch (crime)
        {
            case Crime.None:
                break;
            case Crime.Exit0:
                Environment.Exit(0);
                break;
            case Crime.Exit7:
                Environment.Exit(7);
                break;
            case Crime.FailFast:
                Environment.FailFast("The jury is out.");
                break;
            case Crime.StackOverflow:
                Dig(0);
                break;
            case Crime.Kill9:
                KillMyself();
                break;
            case Crime.Segv:
                Length(16);
                break;
            case Crime.Abort:
                AbortNow();
                break;
            case Crime.ThrowOnThread:
                ThrowOnThread();
                break;
            case Crime.Spin:
                Spin();
                break;
            case Crime.Sleep:
                Thread.Sleep(Timeout.Infinite);
                break;
            case Crime.StarvePool:
                StarvePool();
                break;
            case Crime.FinallyForever:
                FinallyForever();
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(crime), crime, "Nobody knows how.");
        }

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

    /// <summary>Ends what this process says to the other side of its sockets, and stays.</summary>
    public static void HangUp()
    {
        foreach (var socket in Sockets())
            _ = ShutDown(socket, ShutWrite);
        Thread.Sleep(Timeout.Infinite);
    }

    /// <summary>Writes text where only frames belong.</summary>
    public static unsafe void WriteRubbish()
    {
        foreach (var socket in Sockets())
        {
            fixed (byte* rubbish = "\u007fHello, is there anybody? I only wanted to say hello."u8)
                _ = Write(socket, rubbish, 40);
        }

        Thread.Sleep(Timeout.Infinite);
    }

    private static IEnumerable<int> Sockets() =>
        from link in Directory.EnumerateFileSystemEntries("/proc/self/fd")
        where File.ResolveLinkTarget(link, returnFinalTarget: false)?.Name.StartsWith("socket:", StringComparison.Ordinal) == true
        select int.Parse(Path.GetFileName(link), System.Globalization.CultureInfo.InvariantCulture);

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

    private static void StarvePool()
    {
        ThreadPool.GetMinThreads(out var workers, out _);
        for (var i = 0; i < workers * 20; i++)
            ThreadPool.QueueUserWorkItem(_ => Thread.Sleep(Timeout.Infinite));
        Thread.Sleep(Timeout.Infinite);
    }

    private static void FinallyForever()
    {
        try
        {
            throw new InvalidOperationException("On to the finally.");
        }
        catch (InvalidOperationException)
        {
            // What counts comes now.
        }
        finally
        {
            Spin();
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "abort")]
    private static partial void AbortNow();

    [LibraryImport("libc", EntryPoint = "shutdown")]
    private static partial int ShutDown(int socket, int how);

    [LibraryImport("libc", EntryPoint = "write")]
    private static unsafe partial nint Write(int descriptor, byte* bytes, nint count);

    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial nint Length(nint address);
}
