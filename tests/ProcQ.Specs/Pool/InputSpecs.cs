using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>Inputs that throw, or end, or never come.</summary>
public sealed class InputSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public void What_came_before_the_error_of_a_sequence_is_delivered_and_then_the_error()
    {
        using var results = Pool.Imap(x => x * 2, ThrowingAfter(3)).GetEnumerator();

        var seen = new List<int>();
        var error = Assert.Throws<InvalidDataException>(() =>
        {
            while (results.MoveNext())
                seen.Add(results.Current);
        });

        Assert.Equal("the input", error.Message);
        Assert.Equal([0, 2, 4], seen);
        Assert.False(results.MoveNext());
        PoolIsUsable();
    }

    [Fact]
    public async Task What_came_before_the_error_of_a_stream_is_delivered_and_then_the_error()
    {
        await using var results = Pool.ImapUnordered(x => x * 2, ThrowingStreamAfter(3)).GetAsyncEnumerator();

        var seen = new List<int>();
        await Assert.ThrowsAsync<InvalidDataException>(async () =>
        {
            while (await results.MoveNextAsync())
                seen.Add(results.Current);
        });

        Assert.Equal([0, 2, 4], seen.Order());
        PoolIsUsable();
    }

    [Fact]
    public async Task Map_throws_what_its_input_threw()
    {
        Assert.Throws<InvalidDataException>(() => Pool.Map(x => x, ThrowingAfter(0)));
        Assert.Throws<InvalidDataException>(() => Pool.Map(x => x, ThrowingAfter(1000)));
        Assert.Throws<InvalidDataException>(() => Pool.MapOutcomes(x => x, ThrowingAfter(10)));
        await Assert.ThrowsAsync<InvalidDataException>(() => Pool.MapAsync(x => x, ThrowingAfter(1000)).Soon());
        await Assert.ThrowsAsync<InvalidDataException>(() => Pool.MapAsync(x => x, ThrowingStreamAfter(10)).Soon());
        await Assert.ThrowsAsync<InvalidDataException>(() => Pool.MapOutcomesAsync(x => x, ThrowingStreamAfter(10)).Soon());
        PoolIsUsable();
    }

    [Fact]
    public void A_sequence_whose_enumerator_cannot_be_made_throws_what_that_threw()
    {
        Assert.Throws<NotSupportedException>(() => Pool.Map(x => x, new NoEnumerator()));
        Assert.Throws<NotSupportedException>(() => Pool.Imap(x => x, new NoEnumerator()).ToList());
        PoolIsUsable();
    }

    [Fact]
    public void An_input_may_use_the_pool_itself()
    {
        var results = Pool.Map(x => x + 1, Enumerable.Range(0, 10).Select(i => Pool.Apply(x => x * 10, i)));

        Assert.Equal(Enumerable.Range(0, 10).Select(i => i * 10 + 1), results);
    }

    [Fact]
    public void The_output_of_one_call_can_be_the_input_of_the_next()
    {
        var results = Pool.Imap(x => x + 1, Pool.Imap(x => x * 2, Enumerable.Range(0, 2000)));

        Assert.Equal(Enumerable.Range(0, 2000).Select(x => x * 2 + 1), results);
    }

    [Fact]
    public async Task Items_that_are_there_are_run_while_the_input_blocks()
    {
        var release = new TaskCompletionSource();
        await using var results = Pool.Imap(x => x, Blocking(release.Task));

        Assert.Equal(0, results.Next(Patience.Limit));
        Assert.Equal(1, results.Next(Patience.Limit));
        Assert.Throws<TimeoutException>(() => results.Next(TimeSpan.Zero));
        release.SetResult();
        Assert.Equal(2, results.Next(Patience.Limit));

        static IEnumerable<int> Blocking(Task release)
        {
            yield return 0;
            yield return 1;
            release.GetAwaiter().GetResult();
            yield return 2;
        }
    }

    [Fact]
    public async Task What_LINQ_makes_of_an_array_is_code_that_may_block_like_any_other()
    {
        using var fed = new System.Collections.Concurrent.BlockingCollection<int> { 1 };
        await using var results = Pool.Imap(x => x + 1, new int[10].Select(_ => fed.Take()));

        for (var i = 0; i < 10; i++)
        {
            var result = results.Next(Patience.Limit);
            Assert.Equal(i + 2, result);
            fed.Add(result);
        }
    }

    [Fact]
    public async Task Each_worker_gets_an_argument_however_large_they_are()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(3);
        var lengths = pool.MapAsync(
            bytes =>
            {
                gate.Pass();
                return bytes.Length;
            },
            Large(3)
        );

        // So many bytes wait in all that no more would be read, if workers did not do nothing meanwhile.
        for (var i = 0; i < 3; i++)
            (await keeper.NextAsync()).Let();

        Assert.Equal(Enumerable.Repeat(LargeBytes, 3), await lengths.Soon());
    }

    [Fact]
    public async Task An_array_of_large_items_is_not_encoded_long_before_they_are_wanted()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        Counted.Encoded = 0;
        var counted = pool.MapAsync(
            item =>
            {
                gate.Pass();
                return item.Bytes.Length;
            },
            Enumerable.Range(0, 200).Select(_ => new Counted()).ToArray(),
            new MapOptions { ChunkSize = 200 }
        );
        await Patience.Until(() => Counted.Encoded > 0, "an item is encoded");

        Assert.InRange(await Patience.Settled(() => Counted.Encoded), 32, 64);

        keeper.Open();
        Assert.Equal(Enumerable.Repeat(Counted.Length, 200), await counted.Soon());
    }

    private const int LargeBytes = 17 * 1024 * 1024;

    private static IEnumerable<byte[]> Large(int count)
    {
        for (var i = 0; i < count; i++)
            yield return new byte[LargeBytes];
    }

    [Fact]
    public async Task Items_of_a_stream_are_run_as_they_come()
    {
        var (first, second) = (new TaskCompletionSource(), new TaskCompletionSource());
        var results = Pool.MapAsync(x => x, Stepwise(first, second.Task));

        await first.Task.Soon();
        Assert.False(results.IsCompleted);
        second.SetResult();

        Assert.Equal(Enumerable.Range(0, 2), await results.Soon());

        static async IAsyncEnumerable<int> Stepwise(TaskCompletionSource first, Task second)
        {
            yield return 0;
            first.SetResult();
            await second;
            yield return 1;
        }
    }

    [Fact]
    public void An_input_longer_than_it_said_is_read_to_its_end()
    {
        var results = Pool.Map(x => x, new Liar(says: 3, has: 10));

        Assert.Equal(Enumerable.Range(0, 10), results);
        Assert.Equal(Enumerable.Range(0, 2), Pool.Map(x => x, new Liar(says: 50, has: 2)));
        Assert.Equal(Enumerable.Range(0, 2), Pool.MapOutcomes(x => x, new Liar(says: 50, has: 2)).Select(o => o.Result));
    }

    [Fact]
    public void Null_where_a_function_or_an_input_should_be_is_named()
    {
        Assert.Equal("f", Assert.Throws<ArgumentNullException>(() => Pool.Map((Func<int, int>)null!, [1])).ParamName);
        Assert.Equal("items", Assert.Throws<ArgumentNullException>(() => Pool.Map(x => x, (int[])null!)).ParamName);
        Assert.Equal(
            "items",
            Assert.Throws<ArgumentNullException>(() => Pool.Imap(x => x, (IAsyncEnumerable<int>)null!)).ParamName
        );
        Assert.Equal("f", Assert.Throws<ArgumentNullException>(() => Pool.Apply((Func<int>)null!)).ParamName);
    }

    private void PoolIsUsable() => Assert.Equal([1, 2], Pool.Map(x => x + 1, new[] { 0, 1 }));

    private static IEnumerable<int> ThrowingAfter(int count)
    {
        for (var i = 0; i < count; i++)
            yield return i;
        throw new InvalidDataException("the input");
    }

    private static async IAsyncEnumerable<int> ThrowingStreamAfter(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            yield return i;
        }

        throw new InvalidDataException("the input");
    }

    private sealed class NoEnumerator : IEnumerable<int>
    {
        public IEnumerator<int> GetEnumerator() => throw new NotSupportedException();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    /// <summary>A collection that is not as long as it says: one that is being filled by another thread, say.</summary>
    private sealed class Liar(int says, int has) : ICollection<int>
    {
        public int Count => says;

        public bool IsReadOnly => true;

        public IEnumerator<int> GetEnumerator() => Enumerable.Range(0, has).GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

        public void Add(int item) => throw new NotSupportedException();

        public void Clear() => throw new NotSupportedException();

        public bool Contains(int item) => throw new NotSupportedException();

        public void CopyTo(int[] array, int arrayIndex) => throw new NotSupportedException();

        public bool Remove(int item) => throw new NotSupportedException();
    }
}
