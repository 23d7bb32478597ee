using System.Globalization;

namespace ProcQ.Endurance.Chaos;

/// <summary>The processes of one pool, known by a mark in their environment.</summary>
internal sealed class Herd
{
    private const string Variable = "PROCQ_ENDURANCE";

    private readonly string _mark;

    /// <param name="options">How the pool is to be.</param>
    /// <param name="make">Makes it.</param>
    public Herd(ProcessPoolOptions options, Func<ProcessPoolOptions, ProcessPool> make)
    {
        var id = Guid.NewGuid().ToString("N");
        _mark = $"{Variable}={id}";
        var environment = new Dictionary<string, string?>(options.EnvironmentVariables, StringComparer.Ordinal)
        {
            [Variable] = id,
        };
        Pool = make(options with { EnvironmentVariables = environment });
    }

    public ProcessPool Pool { get; }

    /// <summary>Workers that have done something already: that they are killed says nothing about whether workers can start.</summary>
    public List<int> Working() =>
        [
            .. from worker in Pool.GetStats().Workers
            where worker is { Activity: WorkerActivity.Busy or WorkerActivity.Idle, Done: > 0 }
            select worker.ProcessId,
        ];

    /// <summary>All there are: those that work, those that wait, and those that have only just been started.</summary>
    public List<int> All()
    {
        var found = new List<int>();
        foreach (var thread in Directory.EnumerateDirectories("/proc/self/task"))
        {
            foreach (var child in (Read($"{thread}/children") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                var pid = int.Parse(child, CultureInfo.InvariantCulture);
                if (Has(pid))
                    found.Add(pid);
            }
        }

        return found;
    }

    /// <summary>Kills them all, and says whom. The pool replaces them.</summary>
    public IReadOnlyCollection<int> KillAll()
    {
        var all = All();
        foreach (var pid in all)
        {
            using var victim = Victim.TryHold(pid);
            if (Has(pid))
                victim?.Send(Victim.Kill);
        }

        return all;
    }

    /// <summary>Whether it is one of them; one that has ended has no environment any more.</summary>
    public bool Has(int processId) =>
        Read($"/proc/{processId}/environ")?.Split('\0').Contains(_mark, StringComparer.Ordinal) == true;

    private static string? Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked.
            return null;
        }
    }
}
