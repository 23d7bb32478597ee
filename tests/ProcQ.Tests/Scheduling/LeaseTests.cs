using ProcQ.Scheduling;

namespace ProcQ.Tests.Scheduling;

public sealed class LeaseTests
{
    private readonly Lease _lease = new(new JobState(0, new JobTerms()), new ItemRange(100, 10, Touched: true), sequence: 7);

    [Fact]
    public void IndexOf_SequenceOfTheSession_IsTheItemOfTheJob() => Assert.Equal(104, _lease.IndexOf(11));

    [Fact]
    public void Settle_SomeItems_MovesTheFront()
    {
        _lease.Settle(4);

        Assert.Equal((6, 11L, 17L), (_lease.Open, _lease.NextSequence, _lease.EndSequence));
        Assert.True(_lease.Holds(11) && _lease.Holds(16));
        Assert.False(_lease.Holds(10) || _lease.Holds(17));
    }

    [Fact]
    public void GiveBack_TheTail_ShrinksFromTheEnd()
    {
        _lease.Settle(2);

        Assert.Equal(new ItemRange(105, 5, Touched: true), _lease.GiveBack(12));
        Assert.Equal((3, 12L), (_lease.Open, _lease.EndSequence));
        Assert.Equal(new ItemRange(102, 3, Touched: true), _lease.GiveBack(9));
        Assert.Equal(0, _lease.Open);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(8)]
    [InlineData(18)]
    public void GiveBack_ItemsNotOpen_Throws(long sequence)
    {
        _lease.Settle(2);

        Assert.Throws<InvalidOperationException>(() => _lease.GiveBack(sequence));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(11)]
    public void Settle_MoreThanOpen_Throws(int count) => Assert.Throws<InvalidOperationException>(() => _lease.Settle(count));
}
