using System.Diagnostics;
using System.Globalization;
using ProcQ.Launching;
using ProcQ.Wire;

namespace ProcQ.Specs.Launching;

/// <summary>A start that goes well.</summary>
public class StartSpecs : LaunchSpec
{
    [Fact(Timeout = Limit)]
    public async Task A_worker_starts_with_the_host_that_is_shipped_and_leaves_when_told_to()
    {
        var launcher = Launcher("", settings => settings with { HostPath = null });
        using var worker = await launcher.StartAsync(3, CancellationToken.None);
        Watch(worker.ProcessId);

        Assert.Equal(3, worker.WorkerId);
        Assert.Equal(new ProgressSnapshot(-1, 0, 0), worker.Page.Read());
        var stop = new FrameBuffer();
        PlainFrame.Write(stop, FrameKind.Stop, 0);
        await worker.Pipe.WriteAsync(stop.Written);

        Assert.Equal(new ProcessExit(0, "exit code 0"), await worker.Exited.WaitAsync(Soon));
        Assert.Equal("", worker.OutputTail);
    }

    [Fact(Timeout = Limit)]
    public async Task Several_workers_start_at_once()
    {
        var launcher = Launcher("serve");

        var workers = await Task.WhenAll(Enumerable.Range(0, 8).Select(id => launcher.StartAsync(id, CancellationToken.None)));

        Assert.Equal(8, workers.Select(worker => Watch(worker.ProcessId).ProcessId).Distinct().Count());
        Assert.All(workers, worker => worker.Dispose());
    }

    [Fact(Timeout = Limit)]
    public async Task Nothing_of_a_running_worker_has_a_name_but_the_lock()
    {
        var launcher = Launcher("serve");
        using var worker = await launcher.StartAsync(1, CancellationToken.None);

        Assert.Equal(["lock"], Directory.EnumerateFileSystemEntries(launcher.DirectoryPath!).Select(Path.GetFileName));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
            File.GetUnixFileMode(launcher.DirectoryPath!)
        );
    }

    [Fact(Timeout = Limit)]
    public async Task A_worker_takes_over_culture_and_folder_and_has_one_heap()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-CH");
        var launcher = Launcher(
            "tells-what-it-sees",
            settings =>
                settings with
                {
                    WorkingDirectory = folder,
                    EnvironmentVariables = new Dictionary<string, string?>(settings.EnvironmentVariables, StringComparer.Ordinal)
                    {
                        ["LANG"] = "C",
                    },
                }
        );
        CultureInfo.CurrentCulture = before;

        using var worker = await launcher.StartAsync(1, CancellationToken.None);

        Assert.Equal("de-CH", LineAfter("culture"));
        Assert.Equal(folder, LineAfter("folder"));
        Assert.Equal(AppContext.BaseDirectory, LineAfter("base"));
        Assert.Equal("False", LineAfter("server-gc"));
        Directory.Delete(folder);
    }

    [Fact(Timeout = Limit)]
    public async Task A27_The_token_is_neither_in_the_arguments_nor_in_the_environment()
    {
        using var worker = await StartAsync("tells-what-it-sees");

        var arguments = LineAfter("arguments");
        Assert.Matches(
            "^[^ ]*dotnet exec --depsfile [^ ]*deps.json --runtimeconfig [^ ]*runtimeconfig.json [^ ]*.dll$",
            arguments
        );
        var environment = (await File.ReadAllTextAsync($"/proc/{worker.ProcessId}/environ")).Split('\0');
        var added = environment
            .Except(await OwnEnvironmentAsync(), StringComparer.Ordinal)
            .Select(variable => variable.Split('=')[0]);
        Assert.All(added, name => Assert.Matches("^(PROCQ_|DOTNET_)", name));
        Assert.DoesNotMatch(
            "[0-9A-Fa-f]{32}",
            string.Join(' ', environment.Where(v => v.StartsWith("PROCQ_", StringComparison.Ordinal)))
        );
    }

    [Fact(Timeout = Limit)]
    public async Task G15_Other_programs_of_the_parent_get_no_end_of_anything()
    {
        using var worker = await StartAsync("serve");
        using var other = Process.Start("sleep", ["1000"]);
        var held = Directory.GetFiles($"/proc/{other.Id}/fd").Select(file => new FileInfo(file).LinkTarget ?? "");

        Assert.DoesNotContain(held, target => target.StartsWith("socket:", StringComparison.Ordinal));
        worker.CloseLifeline();
        await worker.Exited.WaitAsync(Soon);

        Assert.False(other.HasExited);
        other.Kill();
    }

    [Fact(Timeout = Limit)]
    public async Task Cancelling_a_start_ends_its_process()
    {
        using var cancel = new CancellationTokenSource();
        var start = Launcher("never-connects").StartAsync(1, cancel.Token);

        await cancel.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.WaitAsync(Soon));
        Assert.Equal(cancel.Token, cancelled.CancellationToken);
    }

    [Fact(Timeout = Limit)]
    public async Task J04_Disposing_during_a_start_ends_it()
    {
        var launcher = Launcher("never-connects");
        var start = launcher.StartAsync(1, CancellationToken.None);

        await launcher.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => start.WaitAsync(Soon));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => launcher.StartAsync(2, CancellationToken.None));
    }

    private static async Task<string[]> OwnEnvironmentAsync() => (await File.ReadAllTextAsync("/proc/self/environ")).Split('\0');
}
