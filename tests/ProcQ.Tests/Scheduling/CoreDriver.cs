using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

/// <summary>A core with a clock that stands still until told otherwise, and all commands it gave so far.</summary>
internal sealed class CoreDriver
{
    public static readonly TimeSpan Millisecond = TimeSpan.FromMilliseconds(1);

    public CoreDriver(int workers, Func<PoolTerms, PoolTerms>? terms = null)
    {
        Core = new PoolCore((terms ?? (t => t))(new PoolTerms { Workers = workers }));
        Core.Open(Now);
    }

    public PoolCore Core { get; }

    public TimeSpan Now { get; private set; }

    public List<PoolCommand> All { get; } = [];

    /// <summary>A pool whose workers are all ready.</summary>
    public static CoreDriver Ready(int workers, Func<PoolTerms, PoolTerms>? terms = null)
    {
        var driver = new CoreDriver(workers, terms);
        driver.StartAll();
        driver.Take();
        return driver;
    }

    /// <summary>Whoever starts is ready, and so are those that are started therefore.</summary>
    public void StartAll()
    {
        for (var id = 0; id < Core.Workers.Count; id++)
        {
            if (Core.Workers[id].Phase == WorkerPhase.Starting)
                Restart(id);
        }
    }

    public long Generation(int worker) => Core.Workers[worker].Generation;

    /// <summary>A job with all its input.</summary>
    public JobState Job(int count, JobTerms? terms = null)
    {
        var job = Core.Submit(terms ?? new JobTerms());
        Core.Supply(job, count, Now);
        Core.EndInput(job, Now);
        return job;
    }

    public void Results(int worker, long sequence, int count, TimeSpan elapsed = default) =>
        Core.Results(worker, Generation(worker), sequence, count, elapsed, Now);

    public void Returned(int worker, long sequence, int count) => Core.Returned(worker, Generation(worker), sequence, count, Now);

    public void Leaving(int worker) => Core.Leaving(worker, Generation(worker), Now);

    public void Died(int worker, long? running = null, long finished = 0) =>
        Core.Died(worker, Generation(worker), running, Now, finished);

    /// <summary>A worker starts after its predecessor died.</summary>
    public void Restart(int worker) => Core.Ready(worker, Generation(worker), Now);

    /// <summary>Time passes without a tick.</summary>
    public void Wait(TimeSpan time) => Now += time;

    /// <summary>Time passes, and every tick that falls due is given.</summary>
    public void Pass(TimeSpan time)
    {
        var end = Now + time;
        while (Core.NextTick(Now) is { } tick && tick <= end)
        {
            Now = tick;
            Core.Tick(Now);
            Assert.False(Core.NextTick(Now) <= Now, "A tick left another one due at the same time.");
        }

        Now = end;
    }

    /// <summary>The commands since the last call.</summary>
    public IReadOnlyList<PoolCommand> Take()
    {
        PoolCommand[] taken = [.. Core.TakeCommands()];
        All.AddRange(taken);
        return taken;
    }

    /// <summary>The commands of one kind since the last call.</summary>
    public IReadOnlyList<T> Take<T>()
        where T : PoolCommand => [.. Take().OfType<T>()];
}
