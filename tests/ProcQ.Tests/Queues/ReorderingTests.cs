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

        var ready = arrivals.Split(' ').SelectMany(text => order.Push(Message(text))).Select(m => m.Data).ToList();
        var all = string.Join(' ', [.. ready, "|", .. order.Rest().Select(m => m.Data)]);

        Assert.Equal(expected, all);
    }

    private static Msg<string> Message(string text) =>
        new(text, Order: long.TryParse(text.TrimEnd('a', 'b', 'c', 'd'), out var order) ? order : null);
}
