using System.ComponentModel;
using System.Diagnostics;

namespace ProcQ.Launching;

/// <summary>Workers in processes of their own, of the program that fits this application.</summary>
internal sealed class ProcessSpawner(LaunchSettings settings) : WorkerSpawner
{
    private readonly Lazy<LaunchPlan> _plan = new(() => Plan(settings));

    public override async Task<SpawnedWorker> SpawnAsync(int workerId)
    {
        try
        {
            // There, too: looking for the program may take as long as starting it where a disk does not answer.
            var process = await SpawnThread.StartAsync(() => _plan.Value.ToStartInfo(settings)).ConfigureAwait(false);
            return Own(process, workerId);
        }
        catch (Win32Exception error)
        {
            var start = _plan.Value.ToStartInfo(settings);
            var folder = start.WorkingDirectory.Length > 0 ? start.WorkingDirectory : Environment.CurrentDirectory;
            throw new WorkerStartException(
                $"The process of worker {workerId} of {settings.PoolName} could not be started: {error.Message} "
                    + $"(program {start.FileName}, working directory {folder}).",
                error
            );
        }
    }

    /// <summary>A process that nobody could watch must not go on.</summary>
    private WorkerProcess Own(Process process, int workerId)
    {
        try
        {
            return new WorkerProcess(process, workerId, settings);
        }
        catch
        {
            process.Kill();
            process.Dispose();
            throw;
        }
    }

    /// <summary>What is missing now is missing at the next attempt as well.</summary>
    private static LaunchPlan Plan(LaunchSettings settings)
    {
        try
        {
            return HostLocator.Locate(settings);
        }
        catch (WorkerStartException e)
        {
            e.IsPermanent = true;
            throw;
        }
    }
}
