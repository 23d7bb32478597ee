using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ProcQ.Scheduling;
using ProcQ.Tests.Scheduling;
using ProcQ.Watching;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ.Tests.Watching;

/// <summary>What a worker says of itself is not believed without a look.</summary>
public sealed class PoolWatchTests
{
    private readonly CoreDriver _driver = new(1);
    private readonly PoolWatch _watch;

    public PoolWatchTests()
    {
        _watch = new PoolWatch(
            _driver.Core,
            new Audience("pool", Journal.In(null, "ProcessPool", "pool"), null, TimeProvider.System)
        );
        _watch.Before(new WorkerEvent.Ready(0, _driver.Generation(0), 4711), _driver.Now);
        _driver.Core.Ready(0, _driver.Generation(0), _driver.Now);
    }

    [Fact]
    public void Begun_NextItemOfAWatchedCall_IsBelieved()
    {
        Watched(3);

        Begun(0);

        Assert.Empty(_driver.Take<PoolCommand.Kill>());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    [InlineData(long.MaxValue)]
    public void Begun_AnotherItemThanTheNext_CostsTheWorkerItsLife(long sequence)
    {
        Watched(3);

        Begun(sequence);

        Assert.Contains("broke the protocol", Assert.Single(_driver.Take<PoolCommand.Kill>()).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Begun_TheSameItemTwice_CostsTheWorkerItsLife()
    {
        Watched(3);

        Begun(0);
        Begun(0);

        Assert.Single(_driver.Take<PoolCommand.Kill>());
    }

    [Fact]
    public void Begun_NobodyAsked_CostsTheWorkerItsLife()
    {
        _driver.Job(3);

        Begun(0);

        Assert.Single(_driver.Take<PoolCommand.Kill>());
    }

    [Fact]
    public void Begun_WithNothingInHand_CostsTheWorkerItsLife()
    {
        Begun(0);

        Assert.Single(_driver.Take<PoolCommand.Kill>());
    }

    [Fact]
    public void Begun_OfAnEarlierIncarnation_ChangesNothing()
    {
        Watched(3);

        _watch.Before(new WorkerEvent.Begun(0, _driver.Generation(0) - 1, 2), _driver.Now);

        Assert.Empty(_driver.Take<PoolCommand.Kill>());
    }

    [Fact]
    public void Reported_OfTheItemThatRuns_IsKeptForIt()
    {
        _driver.Job(1);
        var worker = _driver.Core.Workers[0];

        _watch.Before(new WorkerEvent.Reported(0, worker.Generation, 0, 0.5, "half"), _driver.Now);

        Assert.Equal(0.5, _watch.ReportOf(worker, 0)?.Fraction);
        Assert.Null(_watch.ReportOf(worker, 1));
    }

    [Theory]
    [InlineData(0, 17)]
    [InlineData(-1, 0)]
    public void Reported_OfWhatItDoesNotRun_IsForgotten(long older, long sequence)
    {
        _driver.Job(1);
        var worker = _driver.Core.Workers[0];

        _watch.Before(new WorkerEvent.Reported(0, worker.Generation + older, sequence, 0.5, null), _driver.Now);

        Assert.Null(_watch.ReportOf(worker, sequence));
        Assert.Empty(_driver.Take<PoolCommand.Kill>());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Batches_OfACallNobodyWatches_AllocateNothing(bool logged)
    {
        var journal = Journal.In(logged ? new Logs() : null, "ProcessPool", "pool");
        var watch = new PoolWatch(_driver.Core, new Audience("pool", journal, null, TimeProvider.System));
        var job = _driver.Job(1000);
        var header = new ResultsHeader(TimeSpan.Zero, [], 10);
        var results = new WorkerEvent.Results(0, _driver.Generation(0), 4711, 0, header, default!);
        PoolCommand[] commands =
        [
            new PoolCommand.Send(0, 1, job, new ItemRange(0, 10), 0),
            new PoolCommand.Deliver(job, new ItemRange(0, 10), 0),
            new PoolCommand.TakeBack(0, 1, 5),
        ];
        Pass();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 1000; i++)
            Pass();

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);

        void Pass()
        {
            watch.Before(results, _driver.Now);
            foreach (var command in commands)
                watch.Note(command);
            watch.After(results);
        }
    }

    private void Watched(int count)
    {
        var job = _driver.Core.Submit(new JobTerms { ChunkSize = count });
        _watch.Add(job, new CallWatch(null, null));
        _driver.Core.Supply(job, count, _driver.Now);
        _driver.Take();
    }

    private void Begun(long sequence) =>
        Assert.True(_watch.Before(new WorkerEvent.Begun(0, _driver.Generation(0), sequence), _driver.Now));

    /// <summary>A log that is there.</summary>
    private sealed class Logs : ILoggerFactory
    {
        public ILogger CreateLogger(string categoryName) => NullLogger.Instance;

        public void AddProvider(ILoggerProvider provider) => throw new NotSupportedException();

        public void Dispose() { }
    }
}
