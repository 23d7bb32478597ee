using ProcQ.Calls;

namespace ProcQ.Tests.Calls;

/// <summary>What a pool's times are taken to mean.</summary>
public class AdviceTests
{
    private const int Workers = 2;

    private static readonly PoolInsights s_busy = new()
    {
        Items = 10_000,
        Encoding = TimeSpan.FromMilliseconds(5),
        Transit = TimeSpan.FromMilliseconds(50),
        Running = TimeSpan.FromSeconds(2),
        Decoding = TimeSpan.FromMilliseconds(5),
    };

    [Fact]
    public void Work_that_fills_the_workers_needs_none() => Assert.Null(Advice.Of(s_busy, Workers));

    [Fact]
    public void Items_smaller_than_their_price_belong_on_threads() =>
        Assert.Equal(
            "An item runs for 800 ns and takes 5 µs on its way to a worker and back: threads would be faster (Parallel.ForEach or a ThreadWorkerPool), or more work in each item.",
            Advice.Of(s_busy with { Running = TimeSpan.FromMilliseconds(8), Encoding = TimeSpan.FromMilliseconds(20) }, Workers)
        );

    [Fact]
    public void An_input_that_is_slower_than_the_workers_is_named() =>
        Assert.StartsWith(
            "The input took 1.5 s",
            Advice.Of(s_busy with { Input = TimeSpan.FromSeconds(1.5) }, Workers),
            StringComparison.Ordinal
        );

    [Fact]
    public void A_reader_who_takes_his_time_is_named() =>
        Assert.StartsWith(
            "Results lay 3 s",
            Advice.Of(s_busy with { Unread = TimeSpan.FromSeconds(3) }, Workers),
            StringComparison.Ordinal
        );

    [Fact]
    public void What_is_under_way_for_longer_than_it_runs_is_named() =>
        Assert.StartsWith(
            "Workers ran items for 100 ms and waited 900 ms",
            Advice.Of(
                s_busy with
                {
                    Items = 1000,
                    Running = TimeSpan.FromMilliseconds(100),
                    Transit = TimeSpan.FromMilliseconds(900),
                },
                Workers
            ),
            StringComparison.Ordinal
        );

    [Fact]
    public void Of_few_items_nothing_is_said() =>
        Assert.Null(Advice.Of(s_busy with { Items = 10, Input = TimeSpan.FromSeconds(9) }, Workers));

    [Fact]
    public void Of_long_items_nothing_is_said_of_their_price() =>
        Assert.Null(
            Advice.Of(
                s_busy with
                {
                    Items = 1000,
                    Encoding = TimeSpan.FromSeconds(2),
                    Running = TimeSpan.FromSeconds(1),
                },
                Workers
            )
        );
}
