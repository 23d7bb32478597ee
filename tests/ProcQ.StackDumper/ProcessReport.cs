using System.Text;
using Microsoft.Diagnostics.Runtime;

namespace ProcQ.StackDumper;

/// <summary>One process in words: its threads by what they do, and the async methods that wait in it.</summary>
internal static class ProcessReport
{
    private const string DataAccess = "libmscordaccore.so";

    /// <summary>Never throws for what a process may be: gone, not ours, or not of .NET. That is one line then.</summary>
    public static string Of(int processId)
    {
        var report = new StringBuilder(SystemFiles.Describe(processId)).AppendLine();
        try
        {
            // It is held still meanwhile. Workers have no diagnostics port; this works without one.
            using var target = DataTarget.AttachToProcess(processId, suspend: true);
            if (target.ClrVersions is not [var version, ..])
                return report.AppendLine("  no .NET runtime in it").ToString();
            var folder = Path.GetDirectoryName(version.ModuleInfo.FileName)!;
            using var runtime = version.CreateRuntime(Path.Combine(folder, DataAccess), ignoreMismatch: true);
            ThreadStacks.Append(report, processId, runtime);
            AsyncWaits.Append(report, runtime);
        }
        catch (Exception e)
        {
            // Whatever keeps us from looking (its death, a missing permission, a runtime in the middle of something) is the report.
            report.AppendLine($"  its stacks cannot be read ({e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")})");
        }

        return report.ToString();
    }
}
