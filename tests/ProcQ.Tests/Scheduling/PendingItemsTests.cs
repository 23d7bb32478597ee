using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

public sealed class PendingItemsTests
{
    private readonly PendingItems _pending = new();

    [Fact]
    public void Take_FreshItems_InOrderAndNoMoreThanAsked()
    {
        _pending.Append(5);

        Assert.Equal([new ItemRange(0, 3), new ItemRange(3, 2)], [_pending.Take(3), _pending.Take(3)]);
        Assert.Equal((0, 5), (_pending.Count, _pending.End));
    }

    [Fact]
    public void Take_ReturnedItems_BeforeFreshAndLowestFirst()
    {
        _pending.Append(10);
        _pending.Take(8);
        _pending.Return(new ItemRange(6, 1));
        _pending.Return(new ItemRange(2, 2));

        Assert.Equal(
            [new ItemRange(2, 2), new ItemRange(6, 1), new ItemRange(8, 2)],
            [_pending.Take(9), _pending.Take(9), _pending.Take(9)]
        );
    }

    [Fact]
    public void Return_PiecesOfOneBatch_JoinAgain()
    {
        _pending.Append(10);
        _pending.Take(10);
        _pending.Return(new ItemRange(0, 2));
        _pending.Return(new ItemRange(6, 4));
        _pending.Return(new ItemRange(2, 4));

        Assert.Equal(new ItemRange(0, 10), _pending.Take(100));
    }

    [Theory]
    [InlineData(2, 0, false)]
    [InlineData(1, 1, false)]
    [InlineData(1, 0, true)]
    public void Return_ItemsOfAnotherKind_StayApart(int attempt, int strikes, bool touched)
    {
        _pending.Append(2);
        _pending.Take(2);
        _pending.Return(new ItemRange(1, 1, attempt, strikes, touched));
        _pending.Return(new ItemRange(0, 1));

        Assert.Equal(new ItemRange(0, 1), _pending.Take(9));
        Assert.Equal(new ItemRange(1, 1, attempt, strikes, touched), _pending.Take(9));
    }

    [Fact]
    public void Return_Nothing_ChangesNothing()
    {
        _pending.Return(new ItemRange(0, 0));

        Assert.Equal(0, _pending.Count);
        Assert.Empty(_pending.TakeAll());
    }

    [Fact]
    public void Take_Retries_AloneAndBeforeFreshItems()
    {
        _pending.Append(3);
        _pending.Take(2);
        _pending.Retry(new ItemRange(0, 1, 2));
        _pending.Retry(new ItemRange(1, 1, 2));

        Assert.Equal(
            [new ItemRange(0, 1, 2), new ItemRange(1, 1, 2), new ItemRange(2, 1)],
            [_pending.Take(9), _pending.Take(9), _pending.Take(9)]
        );
    }

    [Fact]
    public void Skip_BehindWaitingItems_LeavesAGapOnly()
    {
        _pending.Append(2);
        _pending.Skip();
        _pending.Append(2);

        Assert.Equal([new ItemRange(0, 2), new ItemRange(3, 2)], _pending.TakeAll());
        Assert.Equal(5, _pending.End);
    }

    [Fact]
    public void TakeAll_EveryKind_LeavesNothing()
    {
        _pending.Append(10);
        _pending.Take(5);
        _pending.Retry(new ItemRange(0, 1, 2));
        _pending.Return(new ItemRange(3, 2));

        Assert.Equal(8, _pending.TakeAll().Sum(r => r.Count));
        Assert.Equal(0, _pending.Count);
    }
}
