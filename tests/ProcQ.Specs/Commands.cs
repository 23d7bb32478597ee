using System.Diagnostics;
using System.Text;
using ProcQ.Specs.Support;

namespace ProcQ.Specs;

/// <summary>What a command printed (both streams, as they came) and how it ended.</summary>
internal sealed record CommandResult(string Command, int ExitCode, string Output, string Error)
{
    public CommandResult MustSucceed() =>
        ExitCode == 0
            ? this
            : throw new InvalidOperationException($"{Command} ended with exit code {ExitCode}:\n{Output}\n{Error}");
}

/// <summary>Runs programs as a user would at a prompt, each with a time limit.</summary>
internal static class Commands
{
    /// <summary>For one command.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);

    public static Task<CommandResult> Dotnet(
        string folder,
        IReadOnlyDictionary<string, string>? environment,
        params string[] arguments
    ) => Run(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", folder, environment, arguments);

    public static async Task<CommandResult> Run(
        string program,
        string folder,
        IReadOnlyDictionary<string, string>? environment,
        params string[] arguments
    )
    {
        using var process = Process.Start(StartInfo(program, folder, environment, arguments))!;
        var (output, error) = (new StringBuilder(), new StringBuilder());
        var reading = Task.WhenAll(Collect(process.StandardOutput, output), Collect(process.StandardError, error));
        try
        {
            await process.WaitForExitAsync().WaitAsync(Limit);
            await reading.WaitAsync(Limit);
        }
        catch (TimeoutException late)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException(
                $"{program} {string.Join(' ', arguments)} took more than {Limit}; so far:\n{output}\n{error}",
                late
            );
        }
        SpecMark.Current?.Ended(process);
        return new CommandResult(
            $"{program} {string.Join(' ', arguments)}",
            process.ExitCode,
            output.ToString(),
            error.ToString()
        );
    }

    private static ProcessStartInfo StartInfo(
        string program,
        string folder,
        IReadOnlyDictionary<string, string>? environment,
        string[] arguments
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // `dotnet test` leaves its own build's settings in the environment; the command starts as from a prompt.
        foreach (
            var name in start.Environment.Keys.Where(n => n.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray()
        )
            start.Environment.Remove(name);
        // A build server that outlives the command would keep our pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_NOLOGO"] = "1";
        SpecMark.Current?.On(start);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        return start;
    }

    private static async Task Collect(StreamReader from, StringBuilder into)
    {
        var buffer = new char[4096];
        while (await from.ReadAsync(buffer) is > 0 and var read)
        {
            lock (into)
                into.Append(buffer, 0, read);
        }
    }
}
