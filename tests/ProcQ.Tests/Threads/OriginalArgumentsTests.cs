using ProcQ.Scheduling;
using ProcQ.Threads;
using ProcQ.Wire;

namespace ProcQ.Tests.Threads;

public sealed class OriginalArgumentsTests
{
    private readonly OriginalArguments<string> _store = new();

    [Theory]
    [InlineData(0, 1)]
    [InlineData(3, 40)]
    [InlineData(0, 1000)]
    [InlineData(999, 1)]
    public void Slice_AcrossChunks_GivesTheItemsInOrder(int first, int count)
    {
        Fill(1000);

        var slice = Assert.IsType<Originals<string>>(_store.Slice(new ItemRange(first, count)));

        Assert.Equal(Enumerable.Range(first, count).Select(i => $"{i}"), slice.Span.ToArray());
    }

    [Fact]
    public void Settle_InAnyOrder_LetsGoOfAllThatIsSettled()
    {
        Fill(1000);
        _store.Skip();

        foreach (var first in new[] { 500, 0, 900, 400, 100, 200, 600, 300, 800, 700 })
            _store.Settle(new ItemRange(first, 100));

        Assert.Equal(0, _store.HeldBytes);
    }

    [Fact]
    public void Settle_OfOneAmongOthers_LetsGoOfItAtOnce()
    {
        _store.Append(["a", "b", "c"]);

        _store.Settle(new ItemRange(1, 1));

        var left = ((Originals<string>)_store.Slice(new ItemRange(0, 3))).Span.ToArray();
        Assert.True(left is ["a", null, "c"], string.Join(',', left));
    }

    [Fact]
    public void HeldBytes_GrowsWithWhatIsAppended()
    {
        Fill(10);

        Assert.Equal(10 * IntPtr.Size, _store.HeldBytes);
    }

    [Theory]
    [InlineData(1000, 1000)]
    [InlineData(7, 7)]
    [InlineData(0, 1)]
    public void Fitting_TakesEachForAByte_AndOneAtLeast(int bytes, int expected)
    {
        Fill(1000);

        Assert.Equal(expected, _store.Fitting(new ItemRange(0, 1000), bytes));
    }

    private void Fill(int count)
    {
        // In groups of growing size, as inputs come.
        for (int at = 0, group = 1; at < count; at += group++)
            _store.Append([.. Enumerable.Range(at, Math.Min(group, count - at)).Select(i => $"{i}")]);
    }
}
