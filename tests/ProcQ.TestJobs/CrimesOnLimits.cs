using System.Runtime.InteropServices;

namespace ProcQ.TestJobs;

/// <summary>Takes more of something than there is, or than this process allows itself from now on.</summary>
public static partial class CrimesOnLimits
{
    private const int FileSize = 1;
    private const int Files = 7;
    private const int Megabyte = 1 << 20;

    private static readonly List<object> Kept = [];

    /// <summary>Allocates and fills managed memory, and keeps it.</summary>
    public static int HogManaged(int megabytes)
    {
        for (var i = 0; i < megabytes; i++)
        {
            var block = new byte[Megabyte];
            Array.Fill(block, (byte)1);
            Kept.Add(block);
        }

        return Environment.ProcessId;
    }

    /// <summary>Allocates and fills memory of which the runtime does not know, and never gives it back.</summary>
    public static unsafe int HogNative(int megabytes)
    {
        var bytes = (nuint)megabytes * Megabyte;
        NativeMemory.Fill(NativeMemory.Alloc(bytes), bytes, 1);
        return Environment.ProcessId;
    }

    /// <summary>Writes a file that is longer than this process may write from now on.</summary>
    public static void WriteBigFile(string path)
    {
        Limit(FileSize, Megabyte);
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var block = new byte[Megabyte / 4];
        for (var i = 0; i < 8; i++)
            RandomAccess.Write(file, block, i * block.Length);
    }

    /// <summary>Opens a file again and again, until it may not any more, and keeps them.</summary>
    public static void OpenManyFiles(string path)
    {
        Limit(Files, 256);
        for (var i = 0; i < 1000; i++)
            Kept.Add(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite));
    }

    /// <summary>Gives back what was kept.</summary>
    public static void GiveBack()
    {
        foreach (var kept in Kept.OfType<IDisposable>())
            kept.Dispose();
        Kept.Clear();
    }

    /// <summary>Starts threads that never end, for ever.</summary>
    public static void ExplodeIntoThreads()
    {
        while (true)
        {
            try
            {
                new Thread(() => Thread.Sleep(Timeout.Infinite), maxStackSize: 128 * 1024) { IsBackground = true }.Start();
            }
            catch (OutOfMemoryException)
            {
                // So many are as many as the system gives. It goes on asking.
                Thread.Yield();
            }
        }
    }

    /// <summary>Puts this process into a control group.</summary>
    public static void Join(string group) => File.WriteAllText(Path.Combine(group, "cgroup.procs"), $"{Environment.ProcessId}");

    private static void Limit(int resource, ulong most)
    {
        if (SetLimit(resource, [most, most]) != 0)
            throw new IOException($"The limit of resource {resource} cannot be set: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", EntryPoint = "setrlimit", SetLastError = true)]
    private static partial int SetLimit(int resource, ulong[] softAndHard);
}
