using System.Diagnostics;
using System.Net.Sockets;
using ProcQ.Launching;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Launching;

/// <summary>Somebody else at the worker's pipe.</summary>
public class StrangerSpecs : LaunchSpec
{
    private readonly string _gate = Path.Combine(Path.GetTempPath(), $"procq-gate-{Guid.NewGuid():N}");

    [Fact(Timeout = Limit)]
    public async Task A07_StrangerConnectsFirst_and_is_refused_at_once_and_the_worker_comes_in()
    {
        // It is refused for what it is: its silence would be borne for long.
        var launcher = Launcher("waits-for-path", settings => settings with { HelloTimeout = TimeSpan.FromMinutes(5) }, _gate);
        var start = launcher.StartAsync(1, CancellationToken.None);
        using var stranger = Stranger(await SocketOfAsync(launcher));
        Assert.Equal("connected", await stranger.StandardOutput.ReadLineAsync());
        Assert.True(stranger.WaitForExit(10_000));
        Assert.Equal(0, stranger.ExitCode);

        await OpenGateAsync();

        using var worker = await start.WaitAsync(Soon);
        Watch(worker.ProcessId).MustLive();
    }

    [Fact(Timeout = Limit)]
    public async Task A08_StrangerFloodsConnects_and_the_start_fails_cleanly()
    {
        var launcher = Launcher("waits-for-path", path: _gate);
        var start = launcher.StartAsync(1, CancellationToken.None);
        var socket = await SocketOfAsync(launcher);
        var before = Descriptors();

        var connected = Enumerable.Range(0, 1000).Count(_ => TryConnect(socket));

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => start.WaitAsync(Soon));
        Assert.Contains($"{Admission.MaxStrangers} strangers", error.Message, StringComparison.Ordinal);
        Assert.InRange(connected, Admission.MaxStrangers, 1000);
        await Patience.Until(() => Descriptors() <= before + 10, $"no more than {before + 10} descriptors are open");
    }

    [RootFact(Timeout = Limit)]
    public async Task A09_OtherUserConnects_and_does_not_even_reach_the_socket()
    {
        var launcher = Launcher("waits-for-path", path: _gate);
        var start = launcher.StartAsync(1, CancellationToken.None);
        using var nobody = new Nobody(TestHost);
        using var stranger = Stranger(nobody, await SocketOfAsync(launcher));
        Assert.Equal("AccessDenied", await stranger.StandardOutput.ReadLineAsync());

        await OpenGateAsync();

        using var worker = await start.WaitAsync(Soon);
    }

    [RootFact(Timeout = Limit)]
    public async Task A10_UnauthorizedDoesNotKillAccept()
    {
        var launcher = Launcher("waits-for-path", path: _gate);
        var start = launcher.StartAsync(1, CancellationToken.None);
        var socket = await SocketOfAsync(launcher);
        // As if the folder had been opened to everybody.
        File.SetUnixFileMode(launcher.DirectoryPath!, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(socket, (UnixFileMode)0b110_110_110);
        using var nobody = new Nobody(TestHost);
        using var stranger = Stranger(nobody, socket);
        Assert.Equal("connected", await stranger.StandardOutput.ReadLineAsync());
        Assert.True(stranger.WaitForExit(10_000));

        await OpenGateAsync();

        using var worker = await start.WaitAsync(Soon);
    }

    private static int Descriptors() => Directory.GetFiles("/proc/self/fd").Length;

    private static bool TryConnect(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false; // The pipe is gone: the start has failed.
        }
    }

    private static Process Stranger(string socket) => Stranger(["dotnet", TestHost], socket);

    private static Process Stranger(Nobody nobody, string socket) =>
        Stranger([.. Nobody.Command, Path.Combine(nobody.Folder, Path.GetFileName(TestHost))], socket);

    private static Process Stranger(string[] program, string socket)
    {
        string[] command = [.. program, "stranger", socket];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true };
        SpecMark.Current?.On(start);
        return Process.Start(start)!;
    }

    private static async Task<string> SocketOfAsync(WorkerLauncher launcher)
    {
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < Soon)
        {
            var socket =
                launcher.DirectoryPath is { } folder && Directory.Exists(folder)
                    ? Directory.EnumerateFiles(folder).FirstOrDefault(IsSocket)
                    : null;
            if (socket is not null)
                return socket;
            await Task.Delay(5);
        }
        throw new TimeoutException("There is no socket.");
    }

    private static bool IsSocket(string path) => Path.GetFileName(path) != "lock" && new FileInfo(path).Length == 0;

    private async Task OpenGateAsync() => await File.WriteAllTextAsync(_gate, "open");

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        File.Delete(_gate);
    }
}
