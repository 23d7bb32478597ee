using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Launching;

/// <summary>A parent of its own, with workers, that a test may end in any way.</summary>
internal sealed class ParentProcess : IDisposable
{
    private static readonly TimeSpan StartsWithin = TimeSpan.FromSeconds(30);

    private const int SigKill = 9;

    private readonly Process _process;
    private readonly BlockingCollection<string> _lines = [];
    private bool _disposed;

    private ParentProcess(Process process)
    {
        _process = process;
        new Thread(Read) { IsBackground = true }.Start();
    }

    public int ProcessId => _process.Id;

    public List<ProcessWatch> Workers { get; } = [];

    /// <summary>The pool's private folder.</summary>
    public string Folder { get; private set; } = "";

    /// <summary>Starts it and its workers; <paramref name="end"/> is what it does when they are ready.</summary>
    public static ParentProcess Start(
        string host,
        string deed,
        int workers,
        string end,
        string? folder = null,
        string? threadTimeout = null
    )
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in new[] { host, "parent", deed, workers.ToString(CultureInfo.InvariantCulture), end })
            start.ArgumentList.Add(argument);
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        if (threadTimeout is not null)
            start.Environment["DOTNET_ThreadPool_ThreadTimeoutMs"] = threadTimeout;
        if (folder is not null)
            start.Environment["TMPDIR"] = folder;
        SpecMark.Current?.On(start);
        return new ParentProcess(Process.Start(start)!);
    }

    /// <summary>Waits until all workers are there and have said they are at it.</summary>
    public void WaitUntilReady(int workers, string? saying)
    {
        var said = 0;
        while (Folder.Length == 0 || (saying is not null && said < workers))
        {
            var words = Next().Split(' ');
            if (words[0] == "worker")
                Workers.Add(ProcessWatch.Of(int.Parse(words[1], CultureInfo.InvariantCulture)));
            else if (words[0] == "ready")
                Folder = words[1];
            else if (words[0] == "output" && words[2] == saying)
                said++;
        }
    }

    public void Signal(int signal)
    {
        using var watch = ProcessWatch.Of(ProcessId);
        watch.Signal(signal);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        if (!_process.HasExited)
            _process.Kill();
        Assert.True(_process.WaitForExit(10_000));
        SpecMark.Current?.Ended(_process);
        // A test that found them alive must not leave them so.
        foreach (var worker in Workers.Where(worker => !worker.EndsWithin(TimeSpan.Zero)))
            worker.Signal(SigKill);
        Workers.ForEach(worker => worker.Dispose());
        _process.Dispose();
        if (Folder.Length > 0 && Directory.Exists(Folder))
            Directory.Delete(Folder, recursive: true);
    }

    private string Next() =>
        _lines.TryTake(out var line, StartsWithin)
            ? line
            : throw new TimeoutException($"The parent {ProcessId} said nothing more.");

    private void Read()
    {
        while (_process.StandardOutput.ReadLine() is { } line)
            _lines.Add(line);
    }
}
