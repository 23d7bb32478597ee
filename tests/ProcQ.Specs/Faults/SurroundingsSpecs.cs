using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>A whole application in surroundings that machines have: it does the same in all of them, and leaves nothing.</summary>
public sealed class SurroundingsSpecs : ProcessSpec
{
    // Whole applications, with workers of their own.
    protected override TimeSpan TimeLimit => 2 * Patience.SpecLimit;

    [Theory]
    [InlineData("umask 022", "")]
    [InlineData("umask 000", "")]
    [InlineData("umask 077", "")]
    [InlineData("ulimit -n 256", "")]
    [InlineData("ulimit -c 0 && ulimit -s 1024", "")]
    [InlineData("true", "DOTNET_gcServer=1")]
    [InlineData("true", "DOTNET_GCHeapHardLimit=0x10000000")]
    [InlineData("true", "LC_ALL=C")]
    [InlineData("cd /", "")]
    public Task Whatever_the_surroundings_the_same_comes_of_it_and_the_folder_is_private(string first, string variable) =>
        TourAsync(["sh", "-c", $"{first} && exec \"$@\"", "sh", "dotnet"], AppContext.BaseDirectory, variable);

    [RootFact]
    public async Task Another_user_who_has_no_home_can_use_it()
    {
        using var nobody = new Nobody(AppContext.BaseDirectory);
        await TourAsync(Nobody.Command, nobody.Folder, "HOME=/nonexistent");
    }

    private static async Task TourAsync(string[] command, string programs, string variable)
    {
        using var temp = new ScratchFolder();
        File.SetUnixFileMode(temp.Path, (UnixFileMode)0b111_111_111);
        var environment = new Dictionary<string, string> { ["TMPDIR"] = temp.Path, ["DOTNET_EnableDiagnostics"] = "0" };
        if (variable.Split('=') is [var name, var value])
            environment[name] = value;

        var run = await Commands.Run(
            command[0],
            programs,
            environment,
            [.. command[1..], Path.Combine(programs, "ProcQ.TestJobs.dll"), "tour"]
        );

        Assert.Equal(
            ["folder 700", "sum 999000", "Succeeded 998", "WorkerLost 1", "Failed 1", "late", "megabytes 4", "left 0", ""],
            run.MustSucceed().Output.Split('\n')
        );
        Assert.Empty(Directory.GetFileSystemEntries(temp.Path));
    }
}
