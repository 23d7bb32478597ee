using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>Messages have a greatest size; what is larger costs its item, and nobody else anything.</summary>
public sealed class FrameSizeSpecs : PoolSpec
{
    // The smallest there is.
    private const int Small = 16 * 1024;

    [Fact]
    public void An_argument_that_is_too_large_fails_before_it_is_sent()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxFrameBytes = Small });
        var pid = pool.Apply(() => Environment.ProcessId);

        var error = Assert.Throws<NotTransferableException>(() => pool.Apply(b => b.Length, new byte[20_000]));

        Assert.Contains("20003 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ProcessPoolOptions.MaxFrameBytes), error.Message, StringComparison.Ordinal);
        var outcomes = pool.MapOutcomes(b => b.Length, new[] { new byte[10], new byte[20_000], new byte[20] });
        Assert.Equal([OutcomeStatus.Succeeded, OutcomeStatus.Failed, OutcomeStatus.Succeeded], outcomes.Select(o => o.Status));
        Assert.Contains("item 1", Assert.IsType<NotTransferableException>(outcomes[1].Error).Message, StringComparison.Ordinal);
        Assert.Equal(pid, pool.Apply(() => Environment.ProcessId));
    }

    [Fact]
    public void C25_ResultTooBig_fails_its_item_and_the_worker_lives()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxFrameBytes = Small });
        var pid = pool.Apply(() => Environment.ProcessId);

        var error = Assert.Throws<NotTransferableException>(() => pool.Apply(n => new byte[n], 20_000));

        Assert.Contains("20003 bytes", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(ProcessPoolOptions.MaxFrameBytes), error.Message, StringComparison.Ordinal);
        var outcomes = pool.MapOutcomes(n => new byte[n], new[] { 10, 20_000, 20 });
        Assert.Equal([OutcomeStatus.Succeeded, OutcomeStatus.Failed, OutcomeStatus.Succeeded], outcomes.Select(o => o.Status));
        Assert.Equal(pid, pool.Apply(() => Environment.ProcessId));
    }

    [Fact]
    public void An_error_that_is_too_large_is_cut()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxFrameBytes = Small });
        var pid = pool.Apply(() => Environment.ProcessId);

        Assert.Throws<OrderException>(() => pool.Apply(n => Throw(new OrderException(new string('\u00e4', n))), 100_000));
        Assert.Throws<AggregateException>(() => pool.Apply(n => Throw(Troubles.Tree(3, n, "message")), 10));

        Assert.Equal(pid, pool.Apply(() => Environment.ProcessId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(500)]
    public void Batches_of_many_items_keep_to_the_size(int? chunk)
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxFrameBytes = Small });
        var pid = pool.Apply(() => Environment.ProcessId);
        var options = new MapOptions { ChunkSize = chunk };

        Assert.All(pool.Map(b => b.Length, Enumerable.Repeat(new byte[500], 2000), options), n => Assert.Equal(500, n));
        Assert.All(pool.Map(n => new byte[n], Enumerable.Repeat(500, 2000), options), b => Assert.Equal(500, b.Length));
        Assert.Equal(20_000, pool.MapOutcomes(x => x, Enumerable.Range(0, 20_000), options).Count(o => o.Error is null));
        Assert.Equal([10_000, 1, 10_000], pool.Map(n => new byte[n].Length, new[] { 10_000, 1, 10_000 }, options));
        Assert.Equal([10_000, 1, 10_000], pool.Map(n => new byte[n], new[] { 10_000, 1, 10_000 }, options).Select(b => b.Length));

        Assert.Equal(pid, pool.Apply(() => Environment.ProcessId));
    }

    [Fact]
    public void A_chunk_of_large_items_is_larger_than_a_message_and_runs_nevertheless()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxFrameBytes = 1024 * 1024 });
        var pid = pool.Apply(() => Environment.ProcessId);

        var lengths = pool.Map(b => b.Length, Enumerable.Repeat(new byte[700_000], 10), new MapOptions { ChunkSize = 10 });
        var results = pool.Map(_ => new byte[600_000], Enumerable.Range(0, 10), new MapOptions { ChunkSize = 10 });

        Assert.All(lengths, n => Assert.Equal(700_000, n));
        Assert.All(results, b => Assert.Equal(600_000, b.Length));
        Assert.Equal(pid, pool.Apply(() => Environment.ProcessId));
    }

    [Fact]
    public void A_function_whose_captures_are_too_large_is_refused()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, MaxFrameBytes = Small });
        var captured = new byte[20_000];

        var error = Assert.Throws<NotTransferableException>(() => pool.Apply(() => captured.Length));

        Assert.Contains(nameof(ProcessPoolOptions.MaxFrameBytes), error.Message, StringComparison.Ordinal);
        Assert.Equal(1, pool.Apply(() => 1));
    }

    [Fact]
    public void Thirty_megabytes_go_both_ways()
    {
        var pool = NewPool(1);
        var bytes = new byte[30 * 1024 * 1024];
        new Random(3).NextBytes(bytes);

        var back = pool.Apply(b => b, bytes);

        Assert.True(back.AsSpan().SequenceEqual(bytes));
    }

    private static int Throw(Exception e) => throw e;
}
