using System.Runtime.InteropServices;
using CommandLine;
using ProcQ;

namespace HashTree;

/// <summary>What to hash, with how many workers, and where the hashes go.</summary>
internal sealed record HashOptions
{
    private const double ShortestTimeout = 0.001;
    private const double LongestTimeout = 86_400;
    private const int MostRetries = 100;

    [Value(0, MetaName = "folder", HelpText = "The folder to hash. Default: the installed .NET folder.")]
    public string? Folder { get; init; }

    [Option('w', "workers", HelpText = "Worker processes. Default: one for each processor.")]
    public int? Workers { get; init; }

    [Option(
        'o',
        "output",
        HelpText = "Where to write the hashes, in the format of sha256sum; '-' is standard output. Default: nowhere."
    )]
    public string? Output { get; init; }

    [Option('t', "timeout", HelpText = "Seconds one file may take; then its worker is killed. Default: no limit.")]
    public double? Timeout { get; init; }

    [Option('r', "retries", HelpText = "Further attempts at a file whose worker died or was killed. Default: 0.")]
    public int Retries { get; init; }

    /// <summary>The folder in full. Written names are full paths too, so `sha256sum -c` finds the files from anywhere.</summary>
    public string FullFolder => Path.GetFullPath(Folder ?? DotnetFolder());

    public int WorkerCount => Workers ?? Environment.ProcessorCount;

    /// <summary>How the pool is to run each file.</summary>
    public MapOptions ForEachFile =>
        new() { Timeout = Timeout is { } seconds ? TimeSpan.FromSeconds(seconds) : null, Retries = Retries };

    public bool ToStandardOutput => Output == "-";

    /// <summary>What is wrong with these options, or null.</summary>
    public string? Mistake() =>
        WorkerCount < 1 ? $"--workers {Workers}: at least one worker is needed."
        : WorkerCount > 1024 ? $"--workers {Workers}: at most 1024 workers."
        // NaN is not more than zero either.
        : Timeout is { } seconds && !(seconds >= ShortestTimeout) ? $"--timeout {seconds}: at least {ShortestTimeout} seconds."
        : Timeout > LongestTimeout ? $"--timeout {Timeout}: at most {LongestTimeout} seconds."
        : Retries < 0 ? $"--retries {Retries}: at least 0."
        : Retries > MostRetries ? $"--retries {Retries}: at most {MostRetries} further attempts."
        : !Directory.Exists(FullFolder) ? $"There is no folder {FullFolder}."
        : Output is not (null or "-") && Directory.Exists(Output) ? $"--output {Output} is a folder; name a file."
        : Output is not (null or "-") && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(Output)))
            ? $"--output {Output}: there is no folder {Path.GetDirectoryName(Path.GetFullPath(Output))}."
        : null;

    // <dotnet>/shared/Microsoft.NETCore.App/<version>/ holds the runtime that runs this.
    private static string DotnetFolder() => Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..");
}
