using System.Runtime.InteropServices;

namespace TimeoutSandbox;

/// <summary>What no try/catch helps against.</summary>
internal static class Crimes
{
    public static int LoopForEver()
    {
        while (true) { }
    }

    public static int OverflowTheStack(int depth) => OverflowTheStack(depth + 1) + depth;

    public static int LeaveTheProcess()
    {
        Environment.Exit(3);
        return 0;
    }

    /// <summary>Memory that belongs to nobody: the runtime ends the process, and no catch block sees it.</summary>
    public static int ReadWhereNothingIs() => Marshal.ReadInt32(0x10_0000);

    public static int Allocate(int megabytes)
    {
        var blocks = new List<byte[]>();
        for (var i = 0; i < megabytes; i += 64)
            blocks.Add(new byte[64 << 20]);
        return blocks.Count;
    }
}
