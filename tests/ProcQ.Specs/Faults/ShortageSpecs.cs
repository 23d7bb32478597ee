using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>The system has no process, or no descriptor, for the successor of a lost worker. In a program of its own: the shortage is the whole process's.</summary>
public sealed class ShortageSpecs : ProcessSpec
{
    // Whole applications, with workers of their own.
    protected override TimeSpan TimeLimit => 2 * Patience.SpecLimit;

    [RootFact]
    public async Task A25_SpawnFailsEagain_for_a_while_is_waited_for() => MustRecover(await RunAsNobodyAsync("for-a-while"));

    [RootFact]
    public async Task A25_SpawnFailsEagain_for_long_faults_the_pool_and_not_the_next_one() =>
        MustFault(await RunAsNobodyAsync("for-long"), "Resource temporarily unavailable");

    [Fact]
    public async Task A26_FdExhaustionInParent_for_a_while_is_waited_for() =>
        MustRecover(await RunAsync(["dotnet"], AppContext.BaseDirectory, "files", "for-a-while"));

    [Fact]
    public async Task A26_FdExhaustionInParent_for_long_faults_the_pool_and_not_the_next_one() =>
        MustFault(await RunAsync(["dotnet"], AppContext.BaseDirectory, "files", "for-long"), "Too many open files");

    private static void MustRecover(string[] lines) =>
        Assert.Equal(["begins with 1 worker", "works 6", "result 7", "next result 8", "more files none", ""], lines);

    private static void MustFault(string[] lines, string cause)
    {
        Assert.Equal(["begins with 1 worker", "works 6"], lines[..2]);
        Assert.StartsWith("WorkerStartException ", lines[2], StringComparison.Ordinal);
        Assert.Contains(cause, lines[2], StringComparison.Ordinal);
        Assert.Equal(["next result 8", "more files none", ""], lines[3..]);
    }

    // Root has no limit of processes.
    private static async Task<string[]> RunAsNobodyAsync(string length)
    {
        using var nobody = new Nobody(AppContext.BaseDirectory);
        return await RunAsync(Nobody.Command, nobody.Folder, "processes", length);
    }

    private static async Task<string[]> RunAsync(string[] command, string programs, string resource, string length)
    {
        using var folder = new ScratchFolder();
        File.SetUnixFileMode(folder.Path, (UnixFileMode)0b111_111_111);
        var run = await Commands.Run(
            command[0],
            programs,
            new Dictionary<string, string> { ["TMPDIR"] = folder.Path, ["DOTNET_EnableDiagnostics"] = "0" },
            [.. command[1..], "ProcQ.TestJobs.dll", "shortage", resource, length]
        );
        var lines = run.MustSucceed().Output.Split('\n');
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
        return lines;
    }
}
