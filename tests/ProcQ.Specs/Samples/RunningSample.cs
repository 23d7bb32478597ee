using System.Diagnostics;
using System.Text;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Samples;

/// <summary>A sample while it runs: its output so far, its workers, and the signals it may get.</summary>
internal sealed class RunningSample : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly Task _reading;

    public RunningSample(string name, params string[] arguments)
    {
        string[] command = [.. Minding.Dotnet, Repository.Sample(name), .. arguments];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Samples that are killed leave nothing in the temp folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        SpecMark.Current?.On(start);
        _process = Process.Start(start)!;
        _reading = Task.WhenAll(Collect(_process.StandardOutput), Collect(_process.StandardError));
    }

    public int ProcessId => _process.Id;

    /// <summary>Waits for the end; returns the exit code and all that was printed.</summary>
    public async Task<(int ExitCode, string Output)> Ended()
    {
        await _process.WaitForExitAsync().WaitAsync(Limit);
        await _reading.WaitAsync(Limit);
        lock (_output)
            return (_process.ExitCode, _output.ToString());
    }

    /// <summary>Waits until a worker has a file below the folder open: it is hashing. Returns the worker and the file.</summary>
    public async Task<(int Worker, string File)> WorkerAtWork(string folder)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < Limit && !_process.HasExited; await Task.Delay(5))
        {
            foreach (var worker in LinuxProcess.ChildrenOf(ProcessId))
            {
                var file = LinuxProcess.OpenFilesOf(worker).FirstOrDefault(f => f.StartsWith(folder, StringComparison.Ordinal));
                if (file is not null)
                    return (worker, file);
            }
        }
        lock (_output)
            throw new TimeoutException($"No worker opened a file below {folder}. Printed so far:\n{_output}");
    }

    /// <summary>As above; it is stopped there, so that it still is when something is done to it.</summary>
    public async Task<(int Worker, string File)> WorkerStoppedAtWork(string folder)
    {
        while (true)
        {
            var (worker, file) = await WorkerAtWork(folder);
            Crimes.Stop(worker);
            await Patience.Until(() => Processes.IsStopped(worker), "it is stopped");
            if (LinuxProcess.OpenFilesOf(worker).Contains(file, StringComparer.Ordinal))
                return (worker, file);
            Crimes.Continue(worker);
        }
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        if (_process.WaitForExit(Limit))
            SpecMark.Current?.Ended(_process);
        _process.Dispose();
    }

    private async Task Collect(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_output)
                _output.AppendLine(line);
        }
    }
}
