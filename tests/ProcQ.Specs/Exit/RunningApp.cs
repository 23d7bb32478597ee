using System.Diagnostics;
using System.Text;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Exit;

/// <summary>A program of ProcQ.TestJobs while it runs: what it printed, and how it ended. With a terminal of its own, or with none.</summary>
internal sealed class RunningApp : IDisposable
{
    private const string CtrlC = "\u0003";

    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "ProcQ.TestJobs.dll");

    private readonly Process _process;
    private readonly StringBuilder _printed = new();
    private readonly Task _reading;

    private RunningApp(string? tempFolder, params string[] command)
    {
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Programs that die leave nothing in the temp folder.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["SHELL"] = "/bin/sh";
        if (tempFolder is not null)
            start.Environment["TMPDIR"] = tempFolder;
        SpecMark.Current?.On(start);
        _process = Process.Start(start)!;
        // Errors are read only so that nobody waits to write one.
        _reading = Task.WhenAll(ReadAsync(_process.StandardOutput), _process.StandardError.BaseStream.CopyToAsync(Stream.Null));
    }

    public int ProcessId => _process.Id;

    public static RunningApp Start(params string[] arguments) => new(null, [.. Minding.Dotnet, Program, .. arguments]);

    /// <summary>With a temp folder of its own, by which its processes are known, and its workers.</summary>
    public static RunningApp StartIn(ScratchFolder temp, params string[] arguments) =>
        new(temp.Path, [.. Minding.Dotnet, Program, .. arguments]);

    /// <summary>In a new terminal, whose keys this can press. The arguments must not need quotes.</summary>
    public static RunningApp StartAtTerminal(params string[] arguments) =>
        new(
            null,
            "script",
            "--quiet",
            "--return",
            "--command",
            $"exec {string.Join(' ', Minding.Dotnet)} {Program} {string.Join(' ', arguments)}",
            "/dev/null"
        );

    /// <summary>At the terminal: the terminal sends SIGINT to everything that it holds for the program in its foreground.</summary>
    public void PressCtrlC()
    {
        _process.StandardInput.Write(CtrlC);
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for its end; the exit code (128 and the number of a signal) and what it printed, less its errors.</summary>
    public async Task<(int ExitCode, string Printed)> Ended()
    {
        await _process.WaitForExitAsync().Soon();
        await _reading.Soon();
        lock (_printed)
            return (_process.ExitCode, _printed.ToString());
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill(entireProcessTree: true);
        if (_process.WaitForExit(Patience.Limit))
            SpecMark.Current?.Ended(_process);
        _process.Dispose();
    }

    private async Task ReadAsync(StreamReader from)
    {
        while (await from.ReadLineAsync() is { } line)
        {
            lock (_printed)
                _printed.Append(line.TrimEnd('\r')).Append('\n');
        }
    }
}
