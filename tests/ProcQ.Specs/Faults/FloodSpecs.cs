using System.Globalization;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>100 MB of output, whatever becomes of it: the parent reads all of it and keeps next to nothing. In a program of its own, whose memory is nobody else's.</summary>
public sealed class FloodSpecs : ProcessSpec
{
    // Whole applications, with workers of their own.
    protected override TimeSpan TimeLimit => 2 * Patience.SpecLimit;

    private const long Megabyte = 1 << 20;

    [Theory]
    [InlineData("out", WorkerOutput.Discard)]
    [InlineData("error", WorkerOutput.Discard)]
    [InlineData("line", WorkerOutput.Discard)]
    [InlineData("line", WorkerOutput.Log)]
    public async Task F01_StdoutFlood100MB_F02_StderrFlood100MB_F03_NoNewline100MB_the_parent_does_not_grow(
        string what,
        WorkerOutput where
    )
    {
        var environment = new Dictionary<string, string>
        {
            ["DOTNET_EnableDiagnostics"] = "0",
            // What is garbage at once is not to be taken for what is kept.
            ["DOTNET_GCgen0size"] = "0x100000",
        };

        var run = await Commands.Dotnet(
            AppContext.BaseDirectory,
            environment,
            "ProcQ.TestJobs.dll",
            "flood",
            what,
            where.ToString()
        );

        var words = run.MustSucceed().Output.Split([' ', '\n']);
        Assert.Equal(["grew", "of", "104857600", "bytes", "result", "1"], [words[0], .. words[2..7]]);
        Assert.InRange(long.Parse(words[1], CultureInfo.InvariantCulture), long.MinValue, 8 * Megabyte);
    }
}
