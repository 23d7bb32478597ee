using ProcQ.Queues;

namespace ProcQ.Tests.Queues;

/// <summary>Messages in the order of their numbers.</summary>
public class ReorderingTests
{
    [Theory]
    [InlineData(0, "0 1 2", "0 1 2 |")]
    [InlineData(0, "2 1 0", "0 1 2 |")]
    [InlineData(0, "0a 0b 0c 0d", "0a 0b 0c 0d |")]
    [InlineData(0, "1a 1b 0 1c", "0 1a 1b 1c |")]
    [InlineData(0, "0 2 4a 3 4b", "0 | 2 3 4a 4b")]
    [InlineData(3, "5 3 4", "3 4 5 |")]
    [InlineData(0, "2 -1 7 0 1", "-1 0 1 2 | 7")]
    [InlineData(0, "x 1 y 0 z", "x y 0 1 z |")]
    public void Push_AnyOrder_IsStable(long start, string arrivals, string expected)
    {
        var order = new Reordering<string>(start);

        var all = new List<string>();
        foreach (var text in arrivals.Split(' '))
        {
            order.Push(text, long.TryParse(text.TrimEnd('a', 'b', 'c', 'd'), out var number) ? number : null);
            TakeAll(order, all);
        }

        all.Add("|");
        order.Finish();
        TakeAll(order, all);

        Assert.Equal(expected, string.Join(' ', all));
        Assert.Empty(order.Left());
    }

    [Fact]
    public void HoldsUp_WhatComesBeforeItsTurn()
    {
        var order = new Reordering<string>(3);

        Assert.False(order.HoldsUp(null));
        Assert.False(order.HoldsUp(2));
        Assert.False(order.HoldsUp(3));
        Assert.True(order.HoldsUp(4));
    }

    [Fact]
    public void Left_IsWhatWasNotTaken()
    {
        var order = new Reordering<string>(0);
        foreach (var number in new[] { 0, 4, 2, 1 })
            order.Push($"{number}", number);

        Assert.True(order.TryTake(out _));
        Assert.True(order.TryTake(out var second));

        Assert.Equal("1", second);
        Assert.Equal(["2", "4"], order.Left());
    }

    private static void TakeAll(Reordering<string> order, List<string> all)
    {
        while (order.TryTake(out var next))
            all.Add(next);
    }
}
