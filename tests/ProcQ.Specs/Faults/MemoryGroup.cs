using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>A control group with a limit of memory, below the one this process is in; gone afterwards.</summary>
internal sealed class MemoryGroup : IDisposable
{
    private const string Root = "/sys/fs/cgroup/memory";

    private MemoryGroup(string path) => Path = path;

    public string Path { get; }

    /// <summary>Whether such a group can be made here: the first version of control groups, root, and a file system that can be written.</summary>
    public static bool CanBeMade()
    {
        try
        {
            using var trial = Make(long.MaxValue);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidOperationException)
        {
            // Not here.
            return false;
        }
    }

    public static MemoryGroup Make(long mostBytes)
    {
        var own = File.ReadLines("/proc/self/cgroup").Select(l => l.Split(':')).First(l => l[1] == "memory")[2];
        var group = new MemoryGroup(Directory.CreateDirectory($"{Root}{own}/procq-spec-{Guid.NewGuid():N}").FullName);
        if (mostBytes < long.MaxValue)
            File.WriteAllText(System.IO.Path.Combine(group.Path, "memory.limit_in_bytes"), $"{mostBytes}");
        return group;
    }

    public void Dispose()
    {
        // Its last processes may be on their way out.
        Patience
            .Until(() => File.ReadAllText(System.IO.Path.Combine(Path, "cgroup.procs")).Length == 0, "the group is empty")
            .GetAwaiter()
            .GetResult();
        Directory.Delete(Path);
    }
}
