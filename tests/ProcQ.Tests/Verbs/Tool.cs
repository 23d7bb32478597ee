using System.Diagnostics;

namespace ProcQ.Tests.Verbs;

/// <summary>A program that was run: what it printed, and how it ended; null when it had to be killed because it did not.</summary>
internal sealed record Tool(string Command, int? ExitCode, string Output)
{
    public static Tool Run(string program, string folder, TimeSpan limit, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // A build server that outlives the command would keep our pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["UseSharedCompilation"] = "false";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        var ended = process.WaitForExit(limit);
        if (!ended)
            process.Kill(entireProcessTree: true);
        var printed = output.GetAwaiter().GetResult() + error.GetAwaiter().GetResult();
        return new Tool($"{program} {string.Join(' ', arguments)}", ended ? process.ExitCode : null, printed);
    }

    public Tool MustSucceed() =>
        ExitCode == 0 ? this : throw new InvalidOperationException($"{Command} ended with {ExitCode}:\n{Output}");
}
