using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;
using ProcQ.Interop;

namespace ProcQ.Launching;

/// <summary>
/// A job object around a worker: it and all it starts end together, at the latest when this process ends and its handle closes. Untested:
/// it has not run on Windows yet.
/// </summary>
[SupportedOSPlatform("windows")]
internal sealed unsafe class WindowsJob : ProcessGroup
{
    private const uint KilledByPool = uint.MaxValue;

    private readonly SafeFileHandle _job;

    public WindowsJob(Process process)
    {
        _job = Kernel32.CreateJob(0, 0);
        var limits = new JobLimits { Flags = JobLimits.KillOnClose };
        if (
            _job.IsInvalid
            || !Kernel32.SetJobInformation(_job, JobLimits.Kind, &limits, sizeof(JobLimits))
            || !Kernel32.AssignToJob(_job, process.SafeHandle)
        )
        {
            var error = new Win32Exception(Marshal.GetLastPInvokeError());
            _job.Dispose();
            // A worker that has ended already cannot be assigned; its exit is what gets reported.
            if (!process.HasExited)
                throw error;
        }
    }

    public override void Kill()
    {
        if (!_job.IsClosed)
            Kernel32.TerminateJob(_job, KilledByPool);
    }

    public override void KillRest() => Kill();

    public override void Dispose() => _job.Dispose();
}
