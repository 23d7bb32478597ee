namespace ProcQ.Specs.Support;

/// <summary>
/// What every spec of pools has: pools of its own that leave no process behind, and a time limit. When the time is up, what is known is
/// reported, the processes are killed and the spec fails; a spec that hangs on regardless ends the whole run with the report.
/// </summary>
public abstract class PoolSpec : IAsyncLifetime
{
    private static readonly TimeSpan LastWait = TimeSpan.FromSeconds(20);

    private readonly OwnPools _own = new();
    private readonly OwnPools? _shared;
    private readonly ManualResetEventSlim _over = new();
    private readonly Thread _watch;
    private volatile string? _report;

    protected PoolSpec()
    {
        _watch = new Thread(Watch) { IsBackground = true, Name = $"time limit of {GetType().Name}" };
        _watch.Start();
    }

    private protected PoolSpec(OwnPools shared)
        : this() => _shared = shared;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        try
        {
            await _own.EndAsync();
        }
        finally
        {
            _over.Set();
            _watch.Join();
            _over.Dispose();
        }

        if (_report is { } report)
            throw new TimeoutException(report);
    }

    /// <summary>A pool of this spec, with no process beside its workers.</summary>
    protected ProcessPool NewPool(int workers = 1) => NewPool(new ProcessPoolOptions { Workers = workers, SpareWorkers = 0 });

    /// <summary>A pool of this spec. What its workers write is dropped unless the options say otherwise.</summary>
    protected ProcessPool NewPool(ProcessPoolOptions options) =>
        _own.New(options.Output == WorkerOutput.Inherit ? options with { Output = WorkerOutput.Discard } : options);

    /// <summary>A pool of this spec with the options as they are.</summary>
    protected ProcessPool NewPlainPool(ProcessPoolOptions options) => _own.New(options);

    /// <summary>Living processes of this spec's pools, and what they started.</summary>
    protected IReadOnlyList<int> Alive() => _own.Alive();

    private void Watch()
    {
        if (_over.Wait(Patience.SpecLimit))
            return;
        var report = $"A spec of {GetType().Name} took more than {Patience.SpecLimit}.\n{_own.Report()}\n{_shared?.Report()}";
        _report = report;
        Console.Error.WriteLine(report);
        _own.Break();
        _shared?.Break();
        if (!_over.Wait(LastWait))
            Environment.FailFast(report);
    }
}
