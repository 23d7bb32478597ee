using ProcQ.Specs.Exit;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Shortcuts;

/// <summary>The pool behind the shortcuts, in places where a pool of one's own would be a problem.</summary>
public sealed class SharedPoolSpecs : PoolSpec
{
    [Fact]
    public async Task Handlers_of_the_end_of_the_process_can_use_it_and_open_calls_end()
    {
        using var temp = new ScratchFolder();
        using var keeper = new GateKeeper();
        using var app = RunningApp.StartIn(temp, "shortcut", "handlers", keeper.Gate.Path);
        using var open = await keeper.NextAsync();
        using var self = await keeper.NextAsync();

        (self.Who == 2 ? self : open).Let();

        var (exitCode, printed) = await app.Ended();
        Assert.Equal("main: 0\nearly handler: 1\nopen call: TaskCanceledException\nlate handler: 2\nlate handler: 3\n", printed);
        Assert.Equal(0, exitCode);
    }

    [Fact]
    public Task Its_first_use_can_be_at_the_end_of_the_process() => Says("first-in-handler", "handler: 1\n");

    [Fact]
    public Task A_finalizer_can_use_it() => Says("finalizer", "finalizer: 1\n");

    [Fact]
    public Task When_it_could_start_no_workers_the_next_call_makes_a_new_one() =>
        Says("fault", "broken: WorkerStartException\nstill broken: WorkerStartException\nmended: 1\n");

    [Fact]
    public async Task It_leaves_nothing_in_the_temp_folder()
    {
        using var temp = new ScratchFolder();

        await Says("finalizer", "finalizer: 1\n", temp);

        Assert.Empty(Directory.EnumerateFileSystemEntries(temp.Path, "procq-*"));
    }

    /// <summary>
    /// The application has a temp folder of its own: a pool that starts when the process ends already is ended by the kernel, and leaves its folder
    /// for the next one to sweep.
    /// </summary>
    private static async Task Says(string situation, string expected)
    {
        using var temp = new ScratchFolder();
        await Says(situation, expected, temp);
    }

    private static async Task Says(string situation, string expected, ScratchFolder temp)
    {
        using var keeper = new GateKeeper();
        using var app = RunningApp.StartIn(temp, "shortcut", situation, keeper.Gate.Path);

        var (exitCode, printed) = await app.Ended();

        Assert.Equal(expected, printed);
        Assert.Equal(0, exitCode);
    }
}
