using ProcQ.Threads;

namespace ProcQ.Tests.Threads;

public sealed class ConveyorTests
{
    private const int Limit = 60_000;

    [Fact]
    public void Run_FromWithinAnother_ComesAfterItAndNotInside()
    {
        var order = new List<string>();
        Conveyor<int>? one = null;
        Conveyor<int>? two = null;
        one = new Conveyor<int>(n => Hand("one", n, two!), Fail);
        two = new Conveyor<int>(n => Hand("two", n, one!), Fail);

        // Each leads to the other: on one stack this would overflow it.
        one.Add(200_000);
        one.Run();

        Assert.Equal(["begin one", "end one", "begin two", "end two"], order.Take(4));
        Assert.Equal(400_002, order.Count);

        void Hand(string name, int n, Conveyor<int> other)
        {
            order.Add($"begin {name}");
            if (n > 0)
            {
                other.Add(n - 1);
                other.Run();
            }

            order.Add($"end {name}");
        }
    }

    [Fact(Timeout = Limit)]
    public async Task Run_ByManyThreads_HandsOnEachThingOnceAndOneAtATime()
    {
        var (handed, inside) = (new List<int>(), 0);
        var conveyor = new Conveyor<int>(
            n =>
            {
                Assert.Equal(1, Interlocked.Increment(ref inside));
                handed.Add(n);
                Interlocked.Decrement(ref inside);
            },
            Fail
        );

        await Task.WhenAll(Enumerable.Range(0, 4).Select(t => Task.Run(() => AddAll(t))));

        Assert.Equal(Enumerable.Range(0, 4000), handed.Order());
        for (var t = 0; t < 4; t++)
            Assert.Equal(Enumerable.Range(t * 1000, 1000), handed.Where(n => n / 1000 == t));

        void AddAll(int thread)
        {
            for (var i = 0; i < 1000; i++)
            {
                conveyor.Add((thread * 1000) + i);
                conveyor.Run();
            }
        }
    }

    [Fact]
    public void Hand_ThatThrows_IsToldAndTheRestFollows()
    {
        var (handed, failures) = (new List<int>(), new List<Exception>());
        var conveyor = new Conveyor<int>(n => handed.Add(n == 1 ? throw new FormatException() : n), failures.Add);

        foreach (var n in (int[])[0, 1, 2])
            conveyor.Add(n);
        conveyor.Run();
        conveyor.Add(3);
        conveyor.Run();

        Assert.Equal([0, 2, 3], handed);
        Assert.IsType<FormatException>(Assert.Single(failures));
    }

    private static void Fail(Exception e) => Assert.Fail($"{e}");
}
