using System.Globalization;

namespace ProcQ.Specs.Support;

/// <summary>The private folders of pools in the temp folder, each named for its process, with the pool's sockets and pages in it.</summary>
internal static class PoolFolders
{
    private const string Prefix = "procq-";

    /// <summary>Folders of pools of this process that have ended: nobody holds the lock any more.</summary>
    public static List<string> Abandoned()
    {
        var folders = Directory.GetDirectories(Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-*");
        if (folders.Length == 0)
            return [];
        var open = Directory.EnumerateFiles("/proc/self/fd").Select(Target).ToHashSet(StringComparer.Ordinal);
        return [.. folders.Where(folder => !open.Contains(Path.Combine(folder, "lock")) && Directory.Exists(folder))];
    }

    /// <summary>Whatever in the temp folder is named for a process: a pool's folder, a socket of its runtime, a file of its crash.</summary>
    public static IEnumerable<string> NamedFor(int processId) =>
        Directory.EnumerateFileSystemEntries(Path.GetTempPath(), string.Create(CultureInfo.InvariantCulture, $"*-{processId}-*"));

    /// <summary>The next pool removes it once its owner is dead.</summary>
    public static bool IsSwept(string path) =>
        Path.GetFileName(path).StartsWith(Prefix, StringComparison.Ordinal)
        && Directory.Exists(path)
        && Directory.GetDirectories(path).Length == 0;

    /// <summary>
    /// As the next pool does. A spec that kills a process with a pool cannot always know which: a worker's own pool, a program behind a shell. The last
    /// such spec has no next pool.
    /// </summary>
    public static void SweepAfterTheDead()
    {
        foreach (var folder in Directory.GetDirectories(Path.GetTempPath(), $"{Prefix}*").Where(IsOfTheDead))
        {
            try
            {
                if (IsSwept(folder))
                    Directory.Delete(folder, recursive: true);
            }
            catch (DirectoryNotFoundException)
            {
                // A pool, or another spec, has just done it.
            }
        }
    }

    public static void Remove(IEnumerable<string> paths)
    {
        foreach (var path in paths)
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }
    }

    private static bool IsOfTheDead(string folder) =>
        Path.GetFileName(folder).Split('-') is [_, var process, { Length: 8 }]
        && int.TryParse(process, CultureInfo.InvariantCulture, out var id)
        && !Processes.IsAlive(id);

    private static string Target(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget ?? "";
        }
        catch (IOException)
        {
            return ""; // closed meanwhile
        }
    }
}
