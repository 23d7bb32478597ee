using System.Diagnostics;
using ProcQ.Tests.House;

namespace ProcQ.Tests.MessagePack.Interop;

/// <summary>Another implementation of MessagePack, run as a program of its own.</summary>
public sealed class Peer
{
    private static readonly string Folder = Path.Combine(RepositoryFiles.Root, "tests", "interop");
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    private readonly string _program;
    private readonly string _script;
    private readonly Lazy<string?> _missing;

    private Peer(string program, string script, params string[] probe)
    {
        _program = program;
        _script = Path.Combine(Folder, script);
        _missing = new(() => Probe(program, probe));
    }

    /// <summary>Debian's msgpack. Debian's own Python runs it, as another one on the PATH does not see Debian's packages.</summary>
    public static Peer Python { get; } =
        new(File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3", "peer.py", "-c", "import msgpack");

    /// <summary>npm's @msgpack/msgpack.</summary>
    public static Peer JavaScript { get; } = new("node", "peer.js", "-e", "require('@msgpack/msgpack')");

    /// <summary>Why it can't run here; null if it can.</summary>
    public string? Missing => _missing.Value;

    /// <summary>The values of a file in words, as the peer reads them.</summary>
    public string[] Read(string file) => Run(_program, [_script, "read", file]);

    /// <summary>Has the peer write random values to a file, and says in words which.</summary>
    public string[] Write(string file, int seed, int count) => Run(_program, [_script, "write", file, $"{seed}", $"{count}"]);

    private static string? Probe(string program, string[] arguments)
    {
        try
        {
            Run(program, arguments);
            return null;
        }
        catch (Exception missing) when (missing is System.ComponentModel.Win32Exception or InvalidOperationException)
        {
            return $"{program} {string.Join(' ', arguments)}: {missing.Message.Trim()} Run tests/interop/setup.sh.";
        }
    }

    private static string[] Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = Folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} did not end within {Limit}.");
        }

        return process.ExitCode == 0
            ? output.Result.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            : throw new InvalidOperationException(errors.Result);
    }
}
