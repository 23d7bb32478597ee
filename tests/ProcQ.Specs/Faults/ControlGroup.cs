using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>A control group of the first version, below the one this process is in; gone afterwards, as are the processes in it.</summary>
internal sealed class ControlGroup : IDisposable
{
    public const string Memory = "memory";
    public const string Processes = "pids";

    private ControlGroup(string path) => Path = path;

    public string Path { get; }

    /// <summary>Whether such a group can be made here: that takes root, and a file system that can be written.</summary>
    public static bool CanBeMade(string kind)
    {
        try
        {
            using var trial = Make(kind, "", "");
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Not here.
            return false;
        }
    }

    /// <summary>A group of some memory.</summary>
    public static ControlGroup OfMemory(long mostBytes) => Make(Memory, "memory.limit_in_bytes", $"{mostBytes}");

    /// <summary>A group of some processes and threads.</summary>
    public static ControlGroup OfProcesses(int most) => Make(Processes, "pids.max", $"{most}");

    public void Dispose()
    {
        // Its last processes may be on their way out.
        Patience
            .Until(() => File.ReadAllText(System.IO.Path.Combine(Path, "cgroup.procs")).Length == 0, "the group is empty")
            .GetAwaiter()
            .GetResult();
        Directory.Delete(Path);
    }

    private static ControlGroup Make(string kind, string file, string limit)
    {
        var own = File.ReadLines("/proc/self/cgroup").Select(l => l.Split(':')).First(l => l[1] == kind)[2];
        var path = $"/sys/fs/cgroup/{kind}{own.TrimEnd('/')}/procq-spec-{Guid.NewGuid():N}";
        var group = new ControlGroup(Directory.CreateDirectory(path).FullName);
        if (file.Length > 0)
            File.WriteAllText(System.IO.Path.Combine(path, file), limit);
        return group;
    }
}
