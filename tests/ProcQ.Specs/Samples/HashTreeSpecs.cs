using System.Security.Cryptography;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Samples;

/// <summary>The main job on real files, and what it does when somebody is unkind to it.</summary>
public class HashTreeSpecs : ProcessSpec
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task Sha256sum_accepts_the_hashes_also_of_files_with_odd_names()
    {
        using var scratch = new ScratchFolder();
        foreach (
            var name in new[]
            {
                "plain",
                " leading",
                "two  blanks",
                "back\\slash",
                "new\nline",
                "return\r",
                "ünïcode",
                "deep/er/still",
            }
        )
            scratch.Write(Path.Combine("tree", name), $"content of {name}");
        scratch.Write("tree/.hidden", "");

        var (exitCode, output) = await Hash(scratch);
        var check = await Commands.Run("sha256sum", scratch.Path, null, "--check", "--strict", "hashes.txt");

        Assert.Equal(0, exitCode);
        Assert.Contains("9 files, ", output);
        Assert.Contains("0 not hashed", output);
        Assert.Equal(9, (await File.ReadAllLinesAsync(scratch.In("hashes.txt"))).Length);
        check.MustSucceed();
    }

    [Fact]
    public async Task Links_and_pipes_are_left_out_and_what_cannot_be_read_is_reported()
    {
        using var scratch = new ScratchFolder();
        scratch.Write("tree/good", "good");
        File.CreateSymbolicLink(scratch.In("tree/loop"), scratch.In("tree"));
        File.CreateSymbolicLink(scratch.In("tree/endless"), "/dev/zero");
        // A name that is not UTF-8 cannot be opened from .NET: unreadable also for root, whom no permission stops.
        (await Commands.Run("bash", scratch.In("tree"), null, "-c", "mkfifo pipe && printf x > $'bad\\xff'")).MustSucceed();

        var (exitCode, output) = await Hash(scratch);
        (await Commands.Run("bash", scratch.In("tree"), null, "-c", "rm bad*")).MustSucceed(); // nor can it be deleted

        Assert.Equal(1, exitCode);
        Assert.Contains("1 files, ", output);
        Assert.Contains("1 not hashed. 3 links and special files left out.", output);
        Assert.Contains($"not hashed: {scratch.In("tree/bad")}", output);
        Assert.EndsWith("  " + scratch.In("tree/good"), Assert.Single(await File.ReadAllLinesAsync(scratch.In("hashes.txt"))));
    }

    [Fact]
    public async Task A_worker_killed_while_it_hashes_costs_that_file_and_no_other()
    {
        using var scratch = new ScratchFolder();
        var files = LargeFiles(scratch, count: 24);
        using var run = new RunningSample("HashTree", scratch.In("tree"), "--workers", "2", "--output", scratch.In("hashes.txt"));

        var (worker, lost) = await run.WorkerStoppedAtWork(scratch.In("tree"));
        LinuxProcess.Signal(worker, LinuxProcess.KillSignal);
        var (exitCode, output) = await run.Ended();
        var hashes = await File.ReadAllLinesAsync(scratch.In("hashes.txt"));

        Assert.Equal(1, exitCode);
        Assert.Contains($"not hashed: {lost}: its worker (process {worker}) died", output);
        Assert.Contains($"{files.Count - 1} files, ", output);
        Assert.Contains("1 not hashed", output);
        Assert.Equal(files.Where(f => f.Key != lost).Select(f => $"{f.Value}  {f.Key}").Order(), hashes.Order());
    }

    [Theory]
    [InlineData("0", "")]
    [InlineData("1", " (attempt 2, the last)")]
    public async Task A_file_that_takes_too_long_is_reported_and_costs_no_other(string retries, string attempts)
    {
        using var scratch = new ScratchFolder();
        scratch.Write("tree/small", "small");
        // Zeros that take no room on the disk, and minutes to hash.
        using (var endless = File.Create(scratch.In("tree/endless")))
            endless.SetLength(1L << 37);

        var (exitCode, output) = await Hash(scratch, "--timeout", "0.5", "--retries", retries);

        Assert.Equal(1, exitCode);
        Assert.Contains(
            $"not hashed: {scratch.In("tree/endless")}: it took longer than 0.5 s, and its worker was killed{attempts}\n",
            output
        );
        Assert.Contains("1 files, ", output);
        Assert.EndsWith("  " + scratch.In("tree/small"), Assert.Single(await File.ReadAllLinesAsync(scratch.In("hashes.txt"))));
    }

    [Fact]
    public async Task The_help_names_every_option_and_its_default()
    {
        using var run = new RunningSample("HashTree", "--help");

        var (exitCode, output) = await run.Ended();

        Assert.Equal(0, exitCode);
        // Lines end where the screen does.
        var words = string.Join(' ', output.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("-w, --workers Worker processes. Default: one for each processor.", words);
        Assert.Contains("-t, --timeout Seconds one file may take; then its worker is killed. Default: no limit.", words);
        Assert.Contains("-r, --retries Further attempts at a file whose worker died or was killed. Default: 0.", words);
    }

    [Fact]
    public async Task Ctrl_C_ends_the_run_and_leaves_neither_workers_nor_files()
    {
        using var scratch = new ScratchFolder();
        LargeFiles(scratch, count: 200);
        using var run = new RunningSample("HashTree", scratch.In("tree"), "--workers", "2", "--output", scratch.In("hashes.txt"));

        await run.WorkerAtWork(scratch.In("tree"));
        var workers = LinuxProcess.ChildrenOf(run.ProcessId);
        LinuxProcess.Signal(run.ProcessId, LinuxProcess.Interrupt);
        var (exitCode, output) = await run.Ended();

        Assert.Equal(130, exitCode);
        Assert.Contains("Interrupted after ", output);
        Assert.Empty(await LinuxProcess.LeftOf(workers, Patience));
        Assert.Empty(Directory.GetFiles(scratch.Path));
    }

    [Fact]
    public async Task No_worker_outlives_a_killed_parent()
    {
        using var scratch = new ScratchFolder();
        LargeFiles(scratch, count: 200);
        using var run = new RunningSample("HashTree", scratch.In("tree"), "--workers", "2");

        await run.WorkerAtWork(scratch.In("tree"));
        var workers = LinuxProcess.ChildrenOf(run.ProcessId);
        LinuxProcess.Signal(run.ProcessId, LinuxProcess.KillSignal);

        Assert.NotEmpty(workers);
        Assert.Empty(await LinuxProcess.LeftOf(workers, Patience));
    }

    [Theory]
    [InlineData("--workers", "0", "at least one worker is needed")]
    [InlineData("--output", "/no/such/folder/hashes.txt", "there is no folder /no/such/folder")]
    [InlineData("--timeout", "0", "--timeout 0: at least 0.001 seconds.")]
    [InlineData("--timeout", "NaN", "--timeout NaN: at least 0.001 seconds.")]
    [InlineData("--timeout", "Infinity", "at most 86400 seconds.")]
    [InlineData("--timeout", "soon", "Option 't, timeout' is defined with a bad format.")]
    [InlineData("--retries=-1", "--workers=1", "--retries -1: at least 0.")]
    [InlineData("--retries", "1000", "--retries 1000: at most 100 further attempts.")]
    [InlineData("/no/such/tree", "--workers=1", "There is no folder /no/such/tree")]
    public async Task A_mistake_in_the_options_is_named_before_anything_starts(string first, string second, string message)
    {
        using var run = new RunningSample("HashTree", first, second);

        var (exitCode, output) = await run.Ended();

        Assert.Equal(2, exitCode);
        Assert.Contains(message, output);
    }

    private static async Task<(int ExitCode, string Output)> Hash(ScratchFolder scratch, params string[] more)
    {
        using var run = new RunningSample(
            "HashTree",
            [scratch.In("tree"), "--workers", "2", "--output", scratch.In("hashes.txt"), .. more]
        );
        return await run.Ended();
    }

    /// <summary>Files that take a while to hash and no room on the disk; each with the hash that it has to get.</summary>
    private static Dictionary<string, string> LargeFiles(ScratchFolder scratch, int count)
    {
        const int Bytes = 48 << 20;
        Directory.CreateDirectory(scratch.In("tree"));
        var zeros = new byte[Bytes];
        var hash = Convert.ToHexStringLower(SHA256.HashData(zeros));
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            var path = scratch.In("tree", $"{i:000}");
            using var file = File.Create(path);
            file.SetLength(Bytes);
            files.Add(path, hash);
        }
        return files;
    }
}
