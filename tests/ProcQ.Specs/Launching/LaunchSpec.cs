using System.Collections.Concurrent;
using ProcQ.Launching;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Launching;

/// <summary>
/// One launcher a test, with workers of the test's choice. After each test nothing may be left: no process, no folder. Processes are expensive and
/// some tests count descriptors, so these specs run one after the other.
/// </summary>
[Collection(nameof(LaunchSpec))]
public abstract class LaunchSpec : ProcessSpec
{
    // Behind the time limit of every spec, which has more to say.
    protected const int Limit = 120_000;

    private protected static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);
    internal static readonly string TestHost = Path.Combine(
        AppContext.BaseDirectory.Replace("ProcQ.Specs", "ProcQ.TestHostApp", StringComparison.Ordinal),
        "ProcQ.TestHostApp.dll"
    );

    private readonly List<WorkerLauncher> _launchers = [];
    private readonly List<ProcessWatch> _watches = [];

    /// <summary>Every line every worker wrote.</summary>
    private readonly List<OutputLine> _passed = [];

    private protected BlockingCollection<OutputLine> Lines { get; } = [];

    private protected override async Task EndAsync()
    {
        var folders = _launchers.ConvertAll(launcher => launcher.DirectoryPath);
        foreach (var launcher in _launchers)
            await launcher.DisposeAsync();
        foreach (var watch in _watches)
        {
            watch.MustEndWithin(Soon);
            watch.Dispose();
        }
        Assert.All(folders, folder => Assert.False(Directory.Exists(folder), $"{folder} is left"));
        Lines.Dispose();
    }

    /// <summary>A launcher whose workers do this. Their lines are collected.</summary>
    private protected WorkerLauncher Launcher(
        string deed,
        Func<LaunchSettings, LaunchSettings>? change = null,
        string? path = null
    )
    {
        var settings = new LaunchSettings
        {
            PoolName = "specs",
            HostPath = TestHost,
            EnvironmentVariables = OwnMark.On(
                new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    ["PROCQ_TEST_WORKER"] = deed,
                    ["PROCQ_TEST_PATH"] = path,
                }
            ),
            OnOutput = Lines.Add,
        };
        var launcher = new WorkerLauncher(change is null ? settings : change(settings));
        _launchers.Add(launcher);
        return launcher;
    }

    private protected async Task<LaunchedWorker> StartAsync(string deed, string? path = null)
    {
        var worker = await Launcher(deed, path: path).StartAsync(1, CancellationToken.None);
        // Its deed may be done by now, and it with it.
        if (ProcessWatch.TryOf(worker.ProcessId) is { } watch)
            _watches.Add(watch);
        return worker;
    }

    /// <summary>This process, too, must be gone when the test ends.</summary>
    private protected ProcessWatch Watch(int processId)
    {
        var watch = ProcessWatch.Of(processId);
        _watches.Add(watch);
        return watch;
    }

    /// <summary>What comes after these words in the first line that begins with them. Other lines keep: two streams have no order between them.</summary>
    private protected string LineAfter(string beginning)
    {
        var known = _passed.FindIndex(Begins);
        if (known >= 0)
        {
            var text = _passed[known].Text;
            _passed.RemoveAt(known);
            return text[beginning.Length..].Trim();
        }

        while (Lines.TryTake(out var line, Soon))
        {
            if (Begins(line))
                return line.Text[beginning.Length..].Trim();
            _passed.Add(line);
        }

        throw new TimeoutException($"No worker wrote '{beginning}'.");

        bool Begins(OutputLine line) => line.Text.StartsWith(beginning, StringComparison.Ordinal);
    }

    private protected static async Task<WorkerStartException> FailsAsync(WorkerLauncher launcher) =>
        await Assert.ThrowsAsync<WorkerStartException>(async () =>
            (await launcher.StartAsync(1, CancellationToken.None).WaitAsync(Soon)).Dispose()
        );
}

/// <summary>One after the other, and not beside the specs of others, whose descriptors and processes would be counted as well.</summary>
[CollectionDefinition(nameof(LaunchSpec), DisableParallelization = true)]
public class LaunchSpecs;
