using System.Diagnostics;
using ProcQ.Tests.House;

namespace ProcQ.Tests.Verbs;

/// <summary>
/// Plants each bug of tests/planted into a copy of the sources, builds it and runs the test that must catch it. A bug that survives is a hole in the tests.
/// With names: only the bugs whose names contain one of them.
/// </summary>
internal static class PlantedVerb
{
    public static int Run(string[] names)
    {
        PlantedBug[] bugs = [.. PlantedBug.All.Where(b => names.Length == 0 || Array.Exists(names, b.Name.Contains))];
        var watch = Stopwatch.StartNew();
        var copy = new SourceCopy(Path.Combine(RepositoryFiles.Root, "artifacts", "planted"));
        copy.Make([.. bugs.Select(b => b.Project).Distinct()]);
        // A test that fails anyway catches nothing.
        foreach (var (project, test) in bugs.Select(b => (b.Project, b.Test)).Distinct())
        {
            if (copy.FailureOf(project, test) is { } failure)
            {
                Console.WriteLine($"planted: failed; without any bug {test} says: {failure}");
                return 1;
            }
        }

        var caught = bugs.Count(bug => IsCaught(copy, bug));
        Console.WriteLine($"planted: {bugs.Length} planted, {caught} caught in {watch.Elapsed.TotalSeconds:N0} s");
        return caught == bugs.Length && caught > 0 ? 0 : 1;
    }

    private static bool IsCaught(SourceCopy copy, PlantedBug bug)
    {
        using var planted = copy.Plant(bug);
        var failure = copy.FailureOf(bug.Project, bug.Test);
        Console.WriteLine(failure is null ? $"SURVIVED {bug.Name}: {bug.Test}" : $"caught {bug.Name} by {bug.Layer}: {failure}");
        return failure is not null;
    }
}
