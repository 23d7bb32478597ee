using ProcQ.Engine;

namespace ProcQ.Tests.Engine;

/// <summary>Which things are timed.</summary>
public class SamplingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(1000)]
    [InlineData(100_000)]
    public void What_is_timed_stands_for_all_but_a_few(int count)
    {
        var sampling = new Sampling();
        var (stood, timed) = (0, 0);
        for (var i = 0; i < count; i++)
        {
            var times = sampling.Next();
            stood += times;
            timed += times > 0 ? 1 : 0;
        }

        Assert.InRange(stood, count - 15, count + 16);
        Assert.InRange(timed, 1, 16 + (count / 16) + 1);
    }
}
