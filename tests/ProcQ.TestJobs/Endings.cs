using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ProcQ.TestJobs;

/// <summary>Ways in which an application ends without a word to its pools.</summary>
internal static partial class Endings
{
    /// <summary>Ends it that way, or returns the exit code with which it is to end by itself.</summary>
    public static int Take(string way)
    {
        switch (way)
        {
            case "wait":
                Thread.Sleep(Timeout.Infinite);
                return 0;
            case "return":
                return 5;
            case "exit":
                Environment.Exit(7);
                return 0;
            case "unhandled":
                throw new InvalidOperationException("Nobody handles me.");
            case "fail-fast":
                Environment.FailFast("Asked to.");
                return 0;
            case "stack-overflow":
                return Overflow(1);
            case "segv":
                return (int)Length(16);
            default:
                throw new ArgumentException(way);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.NoOptimization)]
    private static int Overflow(int depth) => Overflow(depth + 1) + depth;

    // Reads where nothing is.
    [LibraryImport("libc", EntryPoint = "strlen")]
    private static partial nint Length(nint text);
}
