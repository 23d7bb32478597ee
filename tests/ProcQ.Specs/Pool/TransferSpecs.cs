using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>What cannot travel is refused where it is, with the name of what is wrong.</summary>
public sealed class TransferSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public void A_function_that_throws_shifts_no_argument_behind_its_own()
    {
        Pair[] pairs = [new(0, 1), new(2, 3), new(4, 5), new(6, 7)];

        var outcomes = Pool.MapOutcomes(
            p => p.Left == 0 ? throw new FormatException() : $"{p}",
            pairs,
            new MapOptions { ChunkSize = 4 }
        );

        Assert.Equal(OutcomeStatus.Failed, outcomes[0].Status);
        Assert.Equal(pairs[1..].Select(p => $"{p}"), outcomes[1..].Select(o => o.Result));
    }

    [Fact]
    public void An_argument_of_which_nothing_is_written_is_refused_by_name()
    {
        var error = Assert.Throws<NotTransferableException>(() => Pool.Map(_ => 1, new[] { new Mute() }));
        Assert.Contains(nameof(Mute), error.Message, StringComparison.Ordinal);

        Assert.Contains(
            nameof(Mute),
            Assert.Throws<NotTransferableException>(() => Pool.Apply(_ => 1, new Mute())).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task A_function_that_captured_what_cannot_travel_is_refused_at_once()
    {
        using var client = new HttpClient();
        var settled = Pool.GetStats().SettledItems;

        var error = Assert.Throws<NotTransferableException>(() => Pool.Apply(() => client.Timeout));

        Assert.Equal("client", error.VariableName);
        Assert.Equal(typeof(HttpClient), error.OffendingType);
        Assert.Throws<NotTransferableException>(() => Pool.Map(x => client.Timeout.Ticks + x, new[] { 1 }));
        Assert.Throws<NotTransferableException>(() => Pool.Imap(x => client.Timeout.Ticks + x, new[] { 1 }));
        await Assert.ThrowsAsync<NotTransferableException>(() => Pool.ApplyAsync(() => client.Timeout));
        Assert.Equal(settled, Pool.GetStats().SettledItems);
    }

    [Fact]
    public void The_pool_itself_cannot_travel()
    {
        var pool = Pool;

        var error = Assert.Throws<NotTransferableException>(() => Pool.Apply(() => pool.GetStats().OpenCalls));

        Assert.Equal("pool", error.VariableName);
    }

    [Fact]
    public void An_input_is_not_touched_when_the_function_cannot_travel()
    {
        using var client = new HttpClient();
        var input = new ProducedItems();

        Assert.Throws<NotTransferableException>(() => Pool.Map(x => client.Timeout.Ticks + x, input.Items()));

        Assert.Equal(0, input.Produced);
    }

    [Fact]
    public void A_type_that_cannot_travel_is_refused_as_an_argument_and_as_a_result()
    {
        using var stream = new MemoryStream();

        Assert.Contains(
            "argument",
            Assert.Throws<NotTransferableException>(() => Pool.Apply(s => s.Length, stream)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "result",
            Assert.Throws<NotTransferableException>(() => Pool.Apply(() => new MemoryStream())).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<NotTransferableException>(() => Pool.Map(_ => Thread.CurrentThread, new[] { 1 }));
    }

    [Fact]
    public void An_argument_that_cannot_be_encoded_fails_its_own_item_before_it_is_sent()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        Parcel[] items = [new(1), new(2) { Weight = -1 }, new(3)];

        var outcomes = Pool.MapOutcomes(
            p =>
            {
                ledger.Note($"{p.Number}");
                return p.Number;
            },
            items
        );

        Assert.Equal([OutcomeStatus.Succeeded, OutcomeStatus.Failed, OutcomeStatus.Succeeded], outcomes.Select(o => o.Status));
        var error = Assert.IsType<NotTransferableException>(outcomes[1].Error);
        Assert.Contains("item 1", error.Message, StringComparison.Ordinal);
        Assert.Contains("too light", error.Message, StringComparison.Ordinal);
        Assert.Equal(0, outcomes[1].Attempts);
        Assert.Equal(["1", "3"], ledger.Read().Order());
        Assert.Throws<NotTransferableException>(() => Pool.Apply(p => p.Number, items[1]));
        Assert.Throws<NotTransferableException>(() => Pool.Map(p => p.Number, items));
    }

    [Fact]
    public void Arguments_that_cannot_be_encoded_are_nobody_elses_trouble_wherever_they_are()
    {
        var items = Enumerable.Range(0, 3000).Select(i => new Parcel(i) { Weight = i % 7 == 0 ? -1 : 1 });

        var outcomes = Pool.MapOutcomes(p => p.Number, items);

        Assert.Equal(3000, outcomes.Length);
        Assert.All(
            outcomes.Index(),
            o => Assert.Equal(o.Index % 7 == 0 ? OutcomeStatus.Failed : OutcomeStatus.Succeeded, o.Item.Status)
        );
        Assert.All(outcomes.Where(o => o.Error is null), o => Assert.Equal(o.Index, o.Result));
    }

    [Fact]
    public void C22_ResultGetterThrows_fails_its_item_and_costs_no_worker()
    {
        var pids = Pids();

        var outcomes = Pool.MapOutcomes(x => new Parcel(x) { Weight = x % 2 == 0 ? -1 : 1 }, Enumerable.Range(0, 40));

        Assert.Equal(20, outcomes.Count(o => o.Status == OutcomeStatus.Succeeded));
        Assert.All(
            outcomes.Where(o => o.Index % 2 == 0),
            o =>
            {
                var error = Assert.IsType<NotTransferableException>(o.Error);
                Assert.Contains($"result of item {o.Index}", error.Message, StringComparison.Ordinal);
                Assert.Contains("too light", error.Message, StringComparison.Ordinal);
                Assert.NotNull(error.GetRemoteError());
            }
        );
        Assert.Equal(pids, Pids());
    }

    [Fact]
    public void C21_ResultUnserialisable_fails_its_item_and_costs_no_worker()
    {
        var pids = Pids();

        // By its type the function could return anything; what it does return only the worker knows.
        var outcomes = Pool.MapOutcomes(x => x == 2 ? new MemoryStream() : (object)x, new[] { 1, 2, 3 });

        Assert.Equal([OutcomeStatus.Succeeded, OutcomeStatus.Failed, OutcomeStatus.Succeeded], outcomes.Select(o => o.Status));
        var error = Assert.IsType<NotTransferableException>(outcomes[1].Error);
        Assert.Contains("result of item 1", error.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(MemoryStream), error.Message, StringComparison.Ordinal);
        Assert.Equal(pids, Pids());
    }

    [Fact]
    public void An_argument_that_cannot_be_rebuilt_in_the_worker_fails_its_item()
    {
        var pids = Pids();

        var outcomes = Pool.MapOutcomes(f => f.Value, Enumerable.Range(0, 10).Select(i => new Fragile { Value = i }));

        Assert.All(
            outcomes.Index(),
            o => Assert.Equal(o.Index == 4 ? OutcomeStatus.Failed : OutcomeStatus.Succeeded, o.Item.Status)
        );
        Assert.Contains("argument of item 4", outcomes[4].Error!.Message, StringComparison.Ordinal);
        Assert.Equal(pids, Pids());
    }

    [Fact]
    public void A_result_that_cannot_be_rebuilt_here_fails_its_item()
    {
        var outcomes = Pool.MapOutcomes(
            x => new Fragile { Value = x },
            Enumerable.Range(0, 10),
            new MapOptions { ChunkSize = 1 }
        );

        Assert.All(
            outcomes.Index(),
            o => Assert.Equal(o.Index == 4 ? OutcomeStatus.Failed : OutcomeStatus.Succeeded, o.Item.Status)
        );
        Assert.IsType<NotTransferableException>(outcomes[4].Error);
    }

    [Fact]
    public void A_result_that_cannot_be_rebuilt_here_leaves_the_others_of_its_batch_alone()
    {
        var pool = NewPool(1);

        var outcomes = pool.MapOutcomes(
            x => new Fragile { Value = x },
            Enumerable.Range(0, 10),
            new MapOptions { ChunkSize = 10 }
        );

        Assert.All(
            outcomes.Index(),
            o => Assert.Equal(o.Index == 4 ? OutcomeStatus.Failed : OutcomeStatus.Succeeded, o.Item.Status)
        );
    }

    [Fact]
    public void C24_ResultCycle_fails_its_item_and_costs_no_worker()
    {
        var pids = Pids();

        Assert.Throws<NotTransferableException>(() =>
            Pool.Apply(() =>
            {
                var link = new Link();
                link.Next = link;
                return link;
            })
        );

        Assert.Equal(pids, Pids());
    }

    [Fact]
    public void A_result_that_is_nested_too_deeply_fails_its_item_and_costs_no_worker()
    {
        var pids = Pids();

        Assert.Throws<NotTransferableException>(() =>
            Pool.Apply(() =>
            {
                var link = new Link();
                for (var i = 0; i < 100_000; i++)
                    link = new Link { Next = link };
                return link;
            })
        );

        Assert.Equal(pids, Pids());
    }

    [Fact]
    public void C23_ResultGetterExits_is_a_lost_worker()
    {
        Assert.Throws<WorkerLostException>(() => Pool.Apply(() => new Exiting()));
        Assert.Equal(1, Pool.Apply(() => 1));
    }

    [Fact]
    public void A_setter_of_an_argument_that_ends_the_process_is_a_lost_worker()
    {
        var error = Assert.Throws<WorkerLostException>(() => Pool.Apply(e => e.Code, new ExitingInTheWorker { Code = 9 }));

        Assert.Equal(9, error.ExitCode);
        Assert.Equal(1, Pool.Apply(() => 1));
    }

    private int[] Pids() => [.. Pool.GetStats().Workers.Select(w => w.ProcessId)];
}

/// <summary>Cannot be written when it is too light.</summary>
public sealed record Parcel(int Number)
{
    private readonly int _weight = 1;

    public int Weight
    {
        get => _weight >= 0 ? _weight : throw new InvalidOperationException("too light");
        init => _weight = value;
    }
}

/// <summary>Four breaks when it is put together by the codec: the codec uses the setter like everybody, but in the other process.</summary>
public sealed class Fragile
{
    private static readonly int Home = Environment.ProcessId;
    private int _value;
    private bool _made;

    public int Maker
    {
        get => Environment.ProcessId;
        set => _made = value != Environment.ProcessId || Home == 0;
    }

    public int Value
    {
        get => _value;
        set => _value = value == 4 && _made ? throw new InvalidOperationException("four broke") : value;
    }
}

/// <summary>Can be its own successor.</summary>
public sealed class Link
{
    public Link? Next { get; set; }
}

/// <summary>Ends the process that looks at it.</summary>
public sealed class Exiting
{
    public int Code
    {
        get
        {
            Environment.Exit(8);
            return 8;
        }
        set => _ = value;
    }
}

/// <summary>Ends the process that puts it together, if that is a worker.</summary>
public sealed class ExitingInTheWorker
{
    private int _code;

    public int Code
    {
        get => _code;
        set
        {
            _code = value;
            if (WorkerContext.Current is not null)
                Environment.Exit(value);
        }
    }
}
