using System.Diagnostics;

namespace ProcQ.Specs.Launching;

/// <summary>A test in a process namespace of its own, as in a container; reported as skipped where the system does not allow one to be made.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NamespaceFactAttribute : FactAttribute
{
    /// <summary>Runs a program as process 1.</summary>
    internal static readonly string[] Command = ["unshare", "--pid", "--fork", "--mount-proc"];

    public NamespaceFactAttribute()
    {
        if (!CanUnshare())
            Skip = "A process namespace takes root, unshare and a system that allows it.";
    }

    private static bool CanUnshare()
    {
        try
        {
            using var trial = Process.Start(
                new ProcessStartInfo(Command[0], [.. Command[1..], "true"]) { RedirectStandardError = true }
            )!;
            return trial.WaitForExit(10_000) && trial.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
