using ProcQ.Specs.Support;

namespace ProcQ.Specs.Samples;

/// <summary>The samples with the seeds' own examples do what the seeds' documents say.</summary>
public class SeedSampleSpecs : ProcessSpec
{
    [Fact]
    public async Task Pipelines_prints_what_the_examples_of_jobq_do()
    {
        using var run = new RunningSample("Pipelines");

        var (exitCode, output) = await run.Ended();

        Assert.Equal(0, exitCode);
        Assert.Contains("add1: 1 2 3\n", output);
        Assert.Contains("add1, multi2: 2 4 6\n", output);
        Assert.Contains("two workers, any order: 0 2 4\n", output);
        Assert.Contains("two workers, in order: 0 2 4\n", output);
        Assert.Contains("odd numbers only: 1 3 5 7 9\n", output);
        Assert.Contains("many results each: 0 0 1 0 1 2\n", output);
        Assert.Contains("by key, each in order: 0 2 4 6 8 10 12 14\n", output);
        Assert.Contains("put 3: 3 came out of '", output);
    }

    [Fact]
    public async Task Requests_prints_what_the_demo_of_threadpool_does()
    {
        using var run = new RunningSample("Requests");

        var (exitCode, output) = await run.Ended();

        Assert.Equal(0, exitCode);
        Assert.Contains("40 requests\n36 done, 4 failed\n", output);
    }
}
