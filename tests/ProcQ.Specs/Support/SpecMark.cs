using System.Collections.Concurrent;
using System.Diagnostics;

namespace ProcQ.Specs.Support;

/// <summary>
/// The mark of one spec: everything it starts carries it in its environment, and hands it on to whatever it starts itself. At the end of the spec nothing
/// that carries it may be left, and no folder of a pool that has ended.
/// </summary>
internal sealed class SpecMark
{
    private const string Variable = "PROCQ_SPEC";
    private const int FirstSignal = 128;

    private static readonly AsyncLocal<SpecMark?> OfThisFlow = new();

    // With hyphens: no spec takes it for a token.
    private readonly string _id = Guid.NewGuid().ToString("D");
    private readonly DateTime _begun = DateTime.UtcNow;

    // By process: whether it came to its own end, with time to clean up.
    private readonly ConcurrentDictionary<int, bool> _ended = new();

    /// <summary>The mark of the spec that runs here; null where none does.</summary>
    public static SpecMark? Current => OfThisFlow.Value;

    /// <summary>The test's method, once it runs.</summary>
    public string Test { get; set; } = "(before its first line)";

    /// <summary>From here on, what the spec starts carries this mark.</summary>
    public SpecMark Begin() => OfThisFlow.Value = this;

    /// <summary>The variables of a pool, and the mark.</summary>
    public Dictionary<string, string?> On(IReadOnlyDictionary<string, string?> environment) =>
        new(environment, StringComparer.Ordinal) { [Variable] = _id };

    /// <summary>A program that is about to be started gets the mark.</summary>
    public void On(ProcessStartInfo start) => start.Environment[Variable] = _id;

    /// <summary>A program that was started with the mark is over. What was killed leaves its folder for the next pool to sweep.</summary>
    public void Ended(Process program) => _ended[program.Id] = program.ExitCode < FirstSignal;

    /// <summary>Living processes that carry the mark.</summary>
    public List<int> Alive() => Processes.Tagged(Variable, _id);

    /// <summary>Kills whatever carries the mark.</summary>
    public void KillAll()
    {
        foreach (var pid in Alive())
            TestJobs.Crimes.KillProcess(pid);
    }

    /// <summary>Waits until nothing is left; what stays fails the spec, by name, and is removed so that it fails no other.</summary>
    public async Task MustLeaveNothingAsync()
    {
        SweepAfterTheKilled();
        try
        {
            await Patience.Until(() => Left().Count == 0, "nothing is left of the spec");
            PoolFolders.SweepAfterTheDead();
        }
        catch (TimeoutException)
        {
            var left = Left();
            KillAll();
            PoolFolders.Remove(left);
            Assert.Fail($"{Test} left behind:\n{string.Join('\n', left)}");
        }
    }

    /// <summary>Everything that should be gone: processes described, files and folders by their path.</summary>
    private List<string> Left() =>
        [.. Alive().Select(Processes.Describe), .. PoolFolders.Abandoned(), .. _ended.Keys.SelectMany(NamedFor)];

    // Numbers of processes come again: what is older than the spec is somebody else's.
    private IEnumerable<string> NamedFor(int processId) =>
        PoolFolders.NamedFor(processId).Where(path => File.GetLastWriteTimeUtc(path) >= _begun.AddSeconds(-1));

    private void SweepAfterTheKilled()
    {
        foreach (var (pid, cleanly) in _ended)
        {
            if (!cleanly)
                PoolFolders.Remove(NamedFor(pid).Where(PoolFolders.IsSwept));
        }
    }
}
