using System.Diagnostics;

namespace ProcQ.Benchmarks;

/// <summary>Runs the same work on process pools of Python and Node, where they are installed.</summary>
internal static class Peers
{
    // Some peers hang in some cases; the rest of the figures is wanted all the same.
    private static readonly TimeSpan LineLimit = TimeSpan.FromSeconds(90);

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "peers");

    public static async Task Run(Board board)
    {
        foreach (var group in new[] { "fork", "spawn" })
            await RunPeer(board, "python3", "python_peers.py", group);
        foreach (var module in new[] { "pebble", "joblib" })
        {
            // Debian's packages belong to Debian's Python, which need not be the first on the path.
            if (await FirstThatSucceeds(["python3", "/usr/bin/python3"], "-c", $"import {module}") is { } python)
                await RunPeer(board, python, "python_peers.py", module);
            else
                Note($"python3 has no {module}; left out (Debian: apt-get install python3-{module})");
        }
        foreach (var package in new[] { "piscina", "tinypool", "workerpool", "jest-worker" })
        {
            var resolve = $"require.resolve({Quoted(package)}, {{ paths: [{Quoted(Folder)}] }})";
            if (await FirstThatSucceeds(["node"], "-e", resolve) is { } node)
                await RunPeer(board, node, "node_peers.js", package);
            else
                Note($"node has no {package}; left out (npm install --prefix {Folder} {package})");
        }
    }

    private static async Task RunPeer(Board board, string program, string script, params string[] arguments)
    {
        using var peer = Start(program, [Path.Combine(Folder, script), .. arguments]);
        if (peer is null)
        {
            Note($"{program} is not installed; left out");
            return;
        }
        try
        {
            while (await peer.StandardOutput.ReadLineAsync().WaitAsync(LineLimit) is { } line)
            {
                if (Figure.TryParse(line, out var figure))
                    board.Add(figure);
                else
                    Note(line);
            }
        }
        catch (TimeoutException)
        {
            Note($"{script} {string.Join(' ', arguments)} hung for {LineLimit.TotalSeconds:0} s and was ended");
            peer.Kill(entireProcessTree: true);
        }
        await peer.WaitForExitAsync();
    }

    private static async Task<string?> FirstThatSucceeds(string[] programs, params string[] arguments)
    {
        foreach (var program in programs)
        {
            using var probe = Start(program, arguments, redirectErrors: true);
            if (probe is null)
                continue;
            await probe.StandardError.ReadToEndAsync();
            await probe.WaitForExitAsync();
            if (probe.ExitCode == 0)
                return program;
        }
        return null;
    }

    private static Process? Start(string program, IEnumerable<string> arguments, bool redirectErrors = false)
    {
        try
        {
            return Process.Start(
                new ProcessStartInfo(program, arguments)
                {
                    RedirectStandardOutput = true,
                    RedirectStandardError = redirectErrors,
                    WorkingDirectory = Folder,
                }
            );
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null; // not installed
        }
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);

    private static void Note(string text) => Console.WriteLine($"# {text}");
}
