using System.Diagnostics;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Hygiene;

/// <summary>Leave something behind on purpose.</summary>
public sealed class LitteringSpecs : PoolSpec
{
    [OnPurposeFact]
    public void Leaves_a_process()
    {
        var start = new ProcessStartInfo("sleep", "987");
        OwnMark.On(start);
        using var left = Process.Start(start)!;
    }

    [OnPurposeFact]
    public void Leaves_what_a_worker_started() =>
        NewPool(1)
            .Apply(() =>
            {
                using var left = Process.Start("setsid", ["--fork", "sleep", "988"])!;
                left.WaitForExit();
                return left.ExitCode;
            });

    [OnPurposeFact]
    public void Leaves_a_folder() =>
        Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), $"procq-{Environment.ProcessId}-0badf01d"));
}
