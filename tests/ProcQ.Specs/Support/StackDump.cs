using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace ProcQ.Specs.Support;

/// <summary>The managed stacks of this process and others, read by a program of its own, within a time.</summary>
internal static class StackDump
{
    private const int Most = 16;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private static readonly string Program = Path.Combine(
        AppContext.BaseDirectory.Replace("ProcQ.Specs", "ProcQ.StackDumper", StringComparison.Ordinal),
        "ProcQ.StackDumper.dll"
    );

    // Only one can look at a process at a time.
    private static readonly Lock Gate = new();

    /// <summary>What this process and the others are doing. Needs no thread of the thread pool: that may be what hangs.</summary>
    public static string WithThisProcess(IReadOnlyList<int> others)
    {
        lock (Gate)
        {
            var text = Run([Environment.ProcessId, .. others.Take(Most)]);
            return others.Count <= Most ? text : $"{text}... and {others.Count - Most} further processes\n";
        }
    }

    private static string Run(int[] processes)
    {
        var seconds = Limit.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo("dotnet", [Program, seconds, .. processes.Select(p => $"{p}")])
        {
            RedirectStandardOutput = true,
        };
        using var dumper = Process.Start(start)!;
        var text = new StringBuilder();
        var reader = new Thread(() => Read(dumper.StandardOutput, text)) { IsBackground = true, Name = "stack dump" };
        reader.Start();
        if (!reader.Join(Limit * 1.5))
            dumper.Kill();
        lock (text)
            return text.Length > 0 ? text.ToString() : $"No stacks: {Program} said nothing within {Limit * 1.5}.\n";
    }

    private static void Read(StreamReader from, StringBuilder into)
    {
        while (from.ReadLine() is { } line)
        {
            lock (into)
                into.Append(line).Append('\n');
        }
    }
}
