using ProcQ.Launching;

namespace ProcQ.Tests.Launching;

public class BackoffTests
{
    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(2, 50)]
    [InlineData(3, 100)]
    [InlineData(4, 200)]
    [InlineData(8, 3200)]
    [InlineData(9, 5000)]
    [InlineData(int.MaxValue, 5000)]
    public void Delay_AfterSoManyFailures_Doubles(int failures, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Backoff.Delay(failures));

    [Fact]
    public void Delay_OfANegativeCount_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => Backoff.Delay(-1));
}
