using System.Text.Json;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>Arguments and results in the user's own format.</summary>
public sealed class PayloadCodecSpecs : PoolSpec
{
    private static readonly Shape[] Shapes = [new Circle(1), new Square(2), new Circle(3)];

    [Fact]
    public void Types_travel_that_the_own_format_refuses()
    {
        Assert.Throws<NotTransferableException>(() => NewPool().Map(Grown, Shapes));

        var grown = NewJsonPool(2).Map(Grown, Shapes);

        Assert.Equal([new Circle(2), new Square(3), new Circle(4)], grown);
    }

    [Fact]
    public async Task Every_way_to_call_uses_it()
    {
        var pool = NewJsonPool(2);
        Shape[] grown = [.. Shapes.Select(Grown)];
        string?[] texts = [null, "a"];

        Assert.Equal(grown[0], pool.Apply(Grown, Shapes[0]));
        Assert.Equal(grown[0], await pool.ApplyAsync(async shape => await Task.FromResult(Grown(shape)), Shapes[0]));
        Assert.Equal(new Circle(7), pool.Apply(() => (Shape)new Circle(7)));
        Assert.Equal(grown, await pool.MapAsync(Grown, Shapes));
        Assert.Equal(grown, pool.Imap(Grown, Shapes));
        Assert.Equal(grown, pool.MapOutcomes(Grown, Shapes).Select(outcome => outcome.Result));
        Assert.Equal(texts, pool.Map(text => text, texts));
        await pool.ApplyAsync(() => { });
    }

    [Fact]
    public void Captured_variables_travel_as_ever()
    {
        var more = 5;

        Assert.Equal([6, 7], NewJsonPool(1).Map(x => x + more, new[] { 1, 2 }));
    }

    [Theory]
    [InlineData("written here")]
    [InlineData("read there")]
    [InlineData("written there")]
    [InlineData("read here")]
    public void What_it_throws_is_the_fate_of_the_item_alone(string trouble)
    {
        var pool = NewJsonPool(1);
        var worker = pool.Apply(() => Environment.ProcessId);
        Brittle[] items = [.. Enumerable.Range(0, 10).Select(i => new Brittle(i, i == 3 ? trouble : ""))];

        var outcomes = pool.MapOutcomes(item => item, items);
        var workerAfter = pool.Apply(() => Environment.ProcessId);
        var thrown = Assert.Throws<NotTransferableException>(() => pool.Map(item => item, items));

        Assert.Equal(worker, workerAfter);
        Assert.Equal([3], outcomes.Where(o => o.Status != OutcomeStatus.Succeeded).Select(o => (int)o.Index));
        Assert.Equal(OutcomeStatus.Failed, outcomes[3].Status);
        foreach (var error in new[] { Assert.IsType<NotTransferableException>(outcomes[3].Error), thrown })
        {
            Assert.Contains("item 3", error.Message, StringComparison.Ordinal);
            Assert.Equal($"number 3 is not to be {trouble}", Assert.IsType<FormatException>(error.InnerException).Message);
        }

        Assert.Equal(items[4], pool.Apply(item => item, items[4]));
    }

    [Fact]
    public void Its_factory_is_called_once_in_each_process()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                PayloadCodec = () =>
                {
                    ledger.Note($"{Environment.ProcessId}");
                    return new JsonCodec();
                },
            }
        );

        var worker = pool.Apply(() => Environment.ProcessId);
        pool.Map(x => x + 1, Enumerable.Range(0, 10));

        Assert.Equal([$"{Environment.ProcessId}", $"{worker}"], ledger.Read());
    }

    [Fact]
    public void A_worker_that_takes_the_place_of_another_has_it_too()
    {
        var pool = NewJsonPool(1);

        Assert.Throws<WorkerLostException>(() => pool.Apply(Dies, Shapes[0]));

        Assert.Equal(new Circle(2), pool.Apply(Grown, Shapes[0]));
    }

    [Fact]
    public void A_factory_that_cannot_travel_is_refused_by_the_constructor()
    {
        using var client = new HttpClient();

        var error = Assert.Throws<NotTransferableException>(() =>
            NewPool(
                new ProcessPoolOptions { PayloadCodec = () => client.Timeout > TimeSpan.Zero ? new JsonCodec() : new JsonCodec() }
            )
        );

        Assert.Equal("client", error.VariableName);
    }

    [Fact]
    public void A_factory_that_throws_here_or_returns_nothing_is_the_constructors_error()
    {
        Assert.Throws<FormatException>(() =>
            NewPool(new ProcessPoolOptions { PayloadCodec = () => throw new FormatException("no codec") })
        );
        Assert.Throws<InvalidOperationException>(() => NewPool(new ProcessPoolOptions { PayloadCodec = () => null! }));
    }

    [Fact]
    public void A_factory_that_throws_in_the_worker_fails_each_item_and_not_the_pool()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                PayloadCodec = () => WorkerContext.Current is null ? new JsonCodec() : throw new JsonException("not in a worker"),
            }
        );

        var outcomes = pool.MapOutcomes(x => x, Enumerable.Range(0, 5));

        Assert.All(
            outcomes,
            outcome =>
            {
                Assert.Equal(OutcomeStatus.Failed, outcome.Status);
                var error = Assert.IsType<ProcQException>(outcome.Error);
                Assert.Contains(nameof(ProcessPoolOptions.PayloadCodec), error.Message, StringComparison.Ordinal);
                Assert.Contains("not in a worker", error.Message, StringComparison.Ordinal);
                Assert.IsType<JsonException>(error.InnerException);
            }
        );
        Assert.Equal(0, pool.GetStats().Workers[0].Restarts);
    }

    private ProcessPool NewJsonPool(int workers) =>
        NewPool(new ProcessPoolOptions { Workers = workers, PayloadCodec = () => new JsonCodec() });

    private static Shape Grown(Shape shape) =>
        shape switch
        {
            Circle circle => new Circle(circle.Radius + 1),
            Square square => new Square(square.Side + 1),
            _ => throw new ArgumentException($"No shape: {shape}"),
        };

    private static Shape Dies(Shape shape)
    {
        Environment.Exit(3);
        return shape;
    }
}
