using ProcQ.Specs.Support;

namespace ProcQ.Specs.Samples;

/// <summary>The sample survives what it does, and says what happened, as the README shows it.</summary>
public class TimeoutSandboxSpecs : ProcessSpec
{
    [Fact]
    public async Task TimeoutSandbox_survives_everything_and_says_what_happened()
    {
        using var run = new RunningSample("TimeoutSandbox");
        var self = run.ProcessId;

        var (exitCode, output) = await run.Ended();

        Assert.Equal(0, exitCode);
        Assert.Collection(
            output.TrimEnd('\n').Split('\n'),
            line => Assert.Equal($"this is process {self}", line),
            line => Assert.Matches(@"^a sum +5050$", line),
            line =>
                Assert.Matches(
                    @"^an endless loop +Item 0 of 'Program.Main lambda' ran longer than its limit of 1 s; its worker \d+ \(process \d+\) was killed running the function; its process was using the processor\.$",
                    line
                ),
            line =>
                Assert.Matches(
                    @"^a stack overflow +lost process \d+: stack overflow \(SIGABRT\); it wrote 'Stack overflow\.'$",
                    line
                ),
            line => Assert.Matches(@"^Environment\.Exit\(3\) +lost process \d+: exit code 3$", line),
            line => Assert.Matches(@"^a native crash +lost process \d+: abort \(SIGABRT\); it wrote 'Fatal error\.'$", line),
            line => Assert.Matches(@"^10 GB of memory +OutOfMemoryException in process \d+: ", line),
            line => Assert.Matches(@"^another sum +500500$", line),
            line => Assert.Equal($"this is still process {self}", line)
        );
    }
}
