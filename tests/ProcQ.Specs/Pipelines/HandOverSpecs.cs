using ProcQ.TestJobs;

namespace ProcQ.Specs.Pipelines;

/// <summary>What stands between two stages: bytes where nobody looks, values where somebody does.</summary>
public sealed class HandOverSpecs : Support.PipelineSpec
{
    [Fact]
    public void Between_stages_of_processes_nobody_decodes_the_data() =>
        Assert.Equal([1, 2, 3], From([1, 2, 3]).Stage(OfWorkers.Of).Stage(OfWorkers.NumberOf).Run());

    [Fact]
    public void Neither_what_may_be_none_nor_what_comes_many_at_a_time_is_decoded() =>
        Assert.Equal(
            [2, 3, 4, 5],
            From([1, 2, 3, 4])
                .Stage(OfWorkers.OfEven, Workers(2, ordered: true))
                .StageMany(OfWorkers.Split)
                .Stage(OfWorkers.NumberOf)
                .Run()
        );

    [Fact]
    public void An_array_of_bytes_is_a_value_like_any_other() =>
        Assert.Equal(
            [3, 4],
            From([1, 2])
                .Stage(x => new byte[] { 7, (byte)x })
                .Stage(bytes => bytes.Append((byte)2).ToArray())
                .Partition(bytes => bytes[1] + bytes[2], bytes => bytes.Length, 2)
                .Run()
        );

    [Fact]
    public void A_rate_limit_lets_it_pass_as_it_is() =>
        Assert.Equal([1, 2], From([1]).StageMany(OfWorkers.Twice).RateLimit(1e9).Stage(OfWorkers.NumberOf).Run());

    [Fact]
    public void A_partitioned_stage_hands_it_on_as_it_is() =>
        Assert.Equal([1, 2], From([1, 2]).Partition(OfWorkers.Of, x => x, 2).Stage(OfWorkers.NumberOf).Run());

    [Fact]
    public void What_nobody_reads_is_not_decoded_either()
    {
        using var pipeline = Pipeline.Start<int>(from => from.Stage(OfWorkers.Of), Marked);
        pipeline.Put(1);
        pipeline.Join();
    }

    [Fact]
    public void Bytes_that_nobody_reads_are_no_exception()
    {
        using var pipeline = Pipeline.Start<int>(from => from.StageMany(x => Enumerable.Repeat((byte)x, 3)), Marked);
        pipeline.Put(1);
        pipeline.Join();
        Assert.Equal(3, pipeline.GetStats().Stages[0].Out);
    }

    [Fact]
    public void What_cannot_travel_is_named_and_not_what_carries_it()
    {
        var e = Assert.Throws<NotTransferableException>(() => From([1]).Stage(OfWorkers.File).Stage(OfWorkers.LengthOf).Run());

        Assert.DoesNotContain("Carried", e.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(FileStream), e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_reads_the_results_looks_at_them() => Looks(from => from.Stage(OfWorkers.Of).Run());

    [Fact]
    public void A_key_is_taken_from_a_value() =>
        Looks(from => from.Stage(OfWorkers.Of).Partition(OfWorkers.NumberOf, x => x.Number, 1).Run());

    [Fact]
    public void What_an_item_costs_is_asked_of_a_value() =>
        Looks(from => from.Stage(OfWorkers.Of).RateLimit(1e9, _ => 1).Stage(OfWorkers.NumberOf).Run());

    [Fact]
    public void A_stage_of_threads_gets_values() =>
        Looks(from => from.Stage(OfWorkers.Of).Stage(OfWorkers.NumberOf, new StageOptions { Kind = StageKind.Thread }).Run());

    [Fact]
    public void Who_listens_to_a_stage_sees_its_items()
    {
        var seen = new List<object?>();
        var listened = Marked.Processes with { Reporter = new ItemReporter(seen) };

        Assert.Equal(
            [7],
            From([6]).Stage(x => new Numbered(x + 1)).Stage(x => x.Number, new StageOptions { Processes = listened }).Run()
        );

        Assert.Equal([new Numbered(7)], seen);
    }

    private void Looks<T>(Func<PipelineBuilder<int>, IEnumerable<T>> run)
    {
        var e = Assert.Throws<StageException>(() => run(From([1])).ToList());

        Assert.Equal(0, e.Stage?.Index);
        Assert.Contains("Decoded by the parent.", e.ToString(), StringComparison.Ordinal);
    }

    private sealed class ItemReporter(List<object?> seen) : Reporter
    {
        public override void Begin(WorkerInfo worker, object? item) => seen.Add(item);
    }
}
