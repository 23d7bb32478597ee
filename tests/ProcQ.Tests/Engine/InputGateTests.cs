using ProcQ.Engine;

namespace ProcQ.Tests.Engine;

public class InputGateTests
{
    private const int Worthwhile = 4;
    private const int Bulk = 512;

    private readonly InputGate _gate = new(new Signal(), Worthwhile);

    [Fact]
    public void Publish_WorkersAreShort_TellsOfABatch()
    {
        Assert.False(_gate.Publish(3));
        Assert.True(_gate.Publish(1));
        Assert.Equal(4, _gate.Take(hungry: false));
    }

    [Fact]
    public void Publish_WorkersHaveEnough_TellsOfMany()
    {
        Assert.True(_gate.Publish(Worthwhile));
        _gate.Take(hungry: false);

        Assert.False(_gate.Publish(Bulk - 1));
        Assert.True(_gate.Publish(1));
    }

    [Fact]
    public void Publish_WhereReadingMayBlock_TellsOfEach()
    {
        var gate = new InputGate(new Signal(), worthwhile: 1);

        Assert.True(gate.Publish(1));
    }

    /// <summary>The pool comes by for another reason while some are kept back, and they are less than it takes.</summary>
    [Fact]
    public void Take_FewerThanAreWanted_AsksForTheRest()
    {
        _gate.Publish(1);

        Assert.Equal(1, _gate.Take(hungry: true));
        // It looks again, as long as there is something and it has not enough.
        Assert.Equal(0, _gate.Take(hungry: true));

        _gate.Publish(1);
        Assert.True(_gate.MustTellRest());
        Assert.True(_gate.Publish(Worthwhile - 1));
    }

    [Fact]
    public void MustTellRest_NothingIsKeptBack_OrThePoolTakesItByItself_Not()
    {
        Assert.False(_gate.MustTellRest());
        _gate.Publish(Worthwhile);
        _gate.Take(hungry: false);
        _gate.Publish(1);

        Assert.False(_gate.MustTellRest());
    }
}
