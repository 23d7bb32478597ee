using ProcQ.Specs.Launching;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>
/// A pool's private folder goes, or cannot be removed, as where somebody cleans up the temp folder. The temp folder is the process's own setting, so these
/// run alone.
/// </summary>
[Collection(nameof(LaunchSpec))]
public sealed class LostFolderSpecs : PoolSpec
{
    private readonly string? _before = Environment.GetEnvironmentVariable("TMPDIR");
    private readonly ScratchFolder _scratch = new();

    public LostFolderSpecs() => Environment.SetEnvironmentVariable("TMPDIR", _scratch.Path);

    public override async Task DisposeAsync()
    {
        try
        {
            await base.DisposeAsync();
        }
        finally
        {
            Environment.SetEnvironmentVariable("TMPDIR", _before);
            _scratch.Dispose();
        }
    }

    [Fact]
    public async Task A_pool_whose_folder_was_removed_starts_its_next_worker_in_another_one()
    {
        var pool = NewPool();
        var first = await pool.ApplyAsync(() => Environment.ProcessId).Soon();
        var lost = Folder();
        Directory.Delete(lost, recursive: true);

        Crimes.KillProcess(first);

        Assert.NotEqual(first, await pool.ApplyAsync(() => Environment.ProcessId).Soon());
        Assert.NotEqual(lost, Folder());
        await pool.DisposeAsync().AsTask().Soon();
        Assert.Empty(Directory.GetDirectories(_scratch.Path));
    }

    [Fact]
    public async Task A_pool_whose_folder_another_program_swept_for_want_of_a_lock_goes_on()
    {
        var pool = NewPool();
        var first = await pool.ApplyAsync(() => Environment.ProcessId).Soon();
        File.Delete(Path.Combine(Folder(), "lock"));
        Directory.SetLastWriteTimeUtc(Folder(), DateTime.UnixEpoch);
        await using (var other = NewPool())
            await other.ApplyAsync(() => 0).Soon();
        Assert.Empty(Directory.GetDirectories(_scratch.Path));

        Crimes.KillProcess(first);

        Assert.NotEqual(first, await pool.ApplyAsync(() => Environment.ProcessId).Soon());
    }

    [Fact]
    public async Task A_pool_whose_folder_cannot_be_removed_tells_of_its_end_all_the_same()
    {
        var listener = new Listener();
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                Reporter = listener,
            }
        );
        await pool.ApplyAsync(() => 0).Soon();
        Spoil();

        await pool.DisposeAsync().AsTask().Soon();

        await pool.Completion.Soon();
        Assert.Equal("Cleanup", listener.Names[^1]);
        Directory.Delete(Folder(), recursive: true);
    }

    [Fact]
    public async Task A_pool_without_workers_and_whose_folder_cannot_be_removed_fails_with_what_kept_it_from_working()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pool = NewPool(
            new ProcessPoolOptions { Workers = 1, SpareWorkers = 0 },
            settings => settings with { Spawner = new LateSpawner(gate.Task, settings) }
        );
        var warm = pool.WarmUpAsync();
        await Patience.Until(() => Directory.GetDirectories(_scratch.Path).Length == 1, "the pool has a folder");
        Spoil();
        gate.SetException(new IOException("no luck"));
        await Assert.ThrowsAsync<WorkerStartException>(() => warm.Soon());

        await pool.DisposeAsync().AsTask().Soon();

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.Completion.Soon());
        Assert.Contains("no luck", error.Message, StringComparison.Ordinal);
        Directory.Delete(Folder(), recursive: true);
    }

    /// <summary>Only what is the pool's own is removed with the folder, and a folder with something in it cannot be.</summary>
    private void Spoil() => Directory.CreateDirectory(Path.Combine(Folder(), "of-somebody-else"));

    private string Folder() => Assert.Single(Directory.GetDirectories(_scratch.Path));
}
