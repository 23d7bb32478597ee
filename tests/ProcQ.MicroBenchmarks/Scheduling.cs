using BenchmarkDotNet.Attributes;
using ProcQ.Scheduling;

namespace ProcQ.MicroBenchmarks;

/// <summary>The decisions of the core for a map of items one by one, each a batch of its own: what a batch costs, at most.</summary>
public class Scheduling
{
    private const int Items = 10_000;

    private static readonly JobTerms OneByOne = new() { ChunkSize = 1 };

    private PoolCore _core = new(new PoolTerms { Workers = 1 });
    private TimeSpan _now;

    [Params(2, 8, 64)]
    public int Workers { get; set; }

    [GlobalSetup]
    public void Open()
    {
        _core = new PoolCore(new PoolTerms { Workers = Workers });
        _core.Open(_now);
        foreach (var start in _core.TakeCommands().OfType<PoolCommand.Start>())
            _core.Ready(start.Worker, start.Generation, _now);
        _core.TakeCommands();
        if (Map() != Items)
            throw new InvalidDataException("The core did not end the job with its last item.");
    }

    [Benchmark(OperationsPerInvoke = Items)]
    public long Map()
    {
        var job = _core.Submit(OneByOne);
        _core.Supply(job, Items, _now);
        _core.EndInput(job, _now);
        for (var commands = _core.TakeCommands(); commands.Count > 0 && !job.Ended; commands = _core.TakeCommands())
            foreach (var command in commands)
                Serve(command);
        PoolCore.Consume(job, job.Settled);
        _core.TakeCommands();
        return job.Settled;
    }

    /// <summary>A worker does at once what it is sent.</summary>
    private void Serve(PoolCommand command)
    {
        if (command is not PoolCommand.Send send)
            return;
        _now += TimeSpan.FromMicroseconds(1);
        _core.Results(send.Worker, send.Generation, send.Sequence, send.Items.Count, TimeSpan.FromMicroseconds(1), _now);
    }
}
