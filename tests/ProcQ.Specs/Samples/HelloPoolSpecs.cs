using ProcQ.Specs.Support;

namespace ProcQ.Specs.Samples;

/// <summary>The first program of the README does what the README says.</summary>
public class HelloPoolSpecs : ProcessSpec
{
    [Fact]
    public async Task HelloPool_prints_the_squares_and_the_pids_of_its_workers()
    {
        using var run = new RunningSample("HelloPool");
        var self = run.ProcessId;

        var (exitCode, output) = await run.Ended();

        Assert.Equal(0, exitCode);
        Assert.Contains("1 4 9 16 25 36 49 64 81 100", output);
        Assert.Contains(" workers: ", output);
        Assert.Contains($"this process: {self}", output);
    }
}
