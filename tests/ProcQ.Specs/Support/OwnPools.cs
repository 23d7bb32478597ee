using System.Text;
using ProcQ.Launching;

namespace ProcQ.Specs.Support;

/// <summary>The pools of a spec. Their processes carry its mark in their environment, and at the end none may be left.</summary>
internal sealed class OwnPools(SpecMark mark)
{
    private readonly List<ProcessPool> _pools = [];

    /// <summary>A pool as the options say, of processes that carry the mark.</summary>
    public ProcessPool New(ProcessPoolOptions options) => New(options, static settings => settings);

    /// <summary>As above, of workers that are launched in another way.</summary>
    public ProcessPool New(ProcessPoolOptions options, Func<LaunchSettings, LaunchSettings> launch)
    {
        var pool = new ProcessPool(options with { EnvironmentVariables = mark.On(options.EnvironmentVariables) }, launch);
        lock (_pools)
        {
            // What has ended need not be ended again, and should not be kept from being collected.
            _pools.RemoveAll(p => p.Completion.IsCompleted);
            _pools.Add(pool);
        }

        return pool;
    }

    /// <summary>Processes of these pools, and what they started, that live.</summary>
    public List<int> Alive() => mark.Alive();

    /// <summary>Ends the pools, each in time.</summary>
    public async Task EndAsync()
    {
        foreach (var pool in Pools())
            await pool.DisposeAsync().AsTask().Soon();
    }

    /// <summary>Ends whatever hangs: the pools' processes are killed, so that what waits for them may see it.</summary>
    public void Break()
    {
        mark.KillAll();
        foreach (var pool in Pools())
            new Thread(pool.Terminate) { IsBackground = true }.Start();
    }

    /// <summary>All there is to know when something hangs.</summary>
    public string Report()
    {
        var report = new StringBuilder();
        foreach (var pool in Pools())
            report.AppendLine(Stats(pool));
        foreach (var pid in Alive())
            report.AppendLine(Processes.Describe(pid));
        return report
            .Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"thread pool here: {ThreadPool.ThreadCount} threads, {ThreadPool.PendingWorkItemCount} items wait"
            )
            .ToString();
    }

    private static string Stats(ProcessPool pool)
    {
        // A pool that hangs may hang here as well.
        PoolStats? stats = null;
        var asking = new Thread(() => stats = pool.GetStats()) { IsBackground = true };
        asking.Start();
        if (!asking.Join(TimeSpan.FromSeconds(2)) || stats is null)
            return "a pool that does not even tell its stats";
        return $"pool ended {pool.Completion.IsCompleted}, {stats with { Workers = [] }}\n  "
            + string.Join("\n  ", stats.Workers);
    }

    private ProcessPool[] Pools()
    {
        lock (_pools)
            return [.. _pools];
    }
}
