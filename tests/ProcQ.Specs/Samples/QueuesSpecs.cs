using ProcQ.Specs.Support;

namespace ProcQ.Specs.Samples;

/// <summary>ezq's examples print what they print there.</summary>
public class QueuesSpecs : ProcessSpec
{
    [Fact]
    public async Task Queues_adds_up_steps_and_spells()
    {
        using var run = new RunningSample("Queues", "abc", "d");

        var (exitCode, output) = await run.Ended();

        Assert.Equal(0, exitCode);
        Assert.Contains("sum: 499500", output);
        Assert.Contains(string.Join(Environment.NewLine, "(0, 0)", "(1, 4)", "(2, 1)", "(3, 10)"), output);
        Assert.Contains("words: 10", output);
    }
}
