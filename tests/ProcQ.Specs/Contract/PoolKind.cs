using ProcQ.Specs.Support;

namespace ProcQ.Specs.Contract;

/// <summary>A kind of pool that keeps the contract.</summary>
public abstract class PoolKind
{
    internal abstract WorkerPool Make(PoolSetup setup, SpecMark mark);

    internal abstract Task WarmUpAsync(WorkerPool pool);
}

/// <summary>Processes.</summary>
public sealed class ProcessKind : PoolKind
{
    internal override WorkerPool Make(PoolSetup setup, SpecMark mark) =>
        new ProcessPool(
            new ProcessPoolOptions
            {
                Workers = setup.Workers,
                SpareWorkers = 0,
                TaskTimeout = setup.TaskTimeout,
                TimeoutGrace = setup.Grace,
                CancelGrace = setup.Grace,
                MaxTasksPerWorker = setup.MaxTasksPerWorker,
                Initializer = setup.Initializer,
                Reporter = setup.Reporter,
                Output = WorkerOutput.Discard,
                EnvironmentVariables = mark.On(new Dictionary<string, string?>(StringComparer.Ordinal)),
            }
        );

    internal override Task WarmUpAsync(WorkerPool pool) => ((ProcessPool)pool).WarmUpAsync();
}

/// <summary>Threads.</summary>
public class ThreadKind : PoolKind
{
    private protected virtual bool ByValue => false;

    internal override WorkerPool Make(PoolSetup setup, SpecMark mark) =>
        new ThreadWorkerPool(
            new ThreadWorkerPoolOptions
            {
                Workers = setup.Workers,
                TaskTimeout = setup.TaskTimeout,
                CancelGrace = setup.Grace,
                MaxTasksPerWorker = setup.MaxTasksPerWorker,
                Initializer = setup.Initializer,
                Reporter = setup.Reporter,
                PassByValue = ByValue,
            }
        );

    internal override Task WarmUpAsync(WorkerPool pool) => ((ThreadWorkerPool)pool).WarmUpAsync();
}

/// <summary>Threads that get copies.</summary>
public sealed class CopyingThreadKind : ThreadKind
{
    private protected override bool ByValue => true;
}
