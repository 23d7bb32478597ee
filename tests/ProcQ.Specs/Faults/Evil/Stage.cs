using ProcQ.Launching;
using ProcQ.Specs.Support;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults.Evil;

/// <summary>Where the workers of a pool come from that play scripts, and what they leave behind.</summary>
/// <param name="cast">Which script a worker plays, by its number: they are counted from 0 in the order of their spawning.</param>
/// <param name="piecemeal">Their messages are delivered byte by byte.</param>
internal sealed class Stage(Func<EvilWorker, Action<Actor>> cast, bool piecemeal) : WorkerSpawner
{
    private readonly List<EvilWorker> _workers = [];

    /// <summary>All that were spawned so far, in order.</summary>
    public IReadOnlyList<EvilWorker> Workers
    {
        get
        {
            lock (_workers)
                return [.. _workers];
        }
    }

    public override Task<SpawnedWorker> SpawnAsync(int workerId)
    {
        lock (_workers)
        {
            EvilWorker? worker = null;
            worker = new EvilWorker(_workers.Count, workerId, actor => cast(worker!)(actor), piecemeal);
            _workers.Add(worker);
            return Task.FromResult<SpawnedWorker>(worker);
        }
    }

    /// <summary>The one that was spawned first is over.</summary>
    public async Task FirstEndedAsync()
    {
        await Patience.Until(() => Workers.Count > 0, "a worker was spawned");
        await Workers[0].Ended.Soon();
    }

    /// <summary>Every thread has ended, and no script failed by itself.</summary>
    public async Task EndedAsync()
    {
        await Task.WhenAll(Workers.Select(worker => worker.Ended)).Soon();
        Assert.All(Workers, worker => Assert.Null(worker.Failure));
    }

    /// <summary>
    /// Of the pool's folder nothing is left: no file, no socket with a name in it, no descriptor of something that was there. The system lets go of a
    /// closed socket a moment after the last one who held it.
    /// </summary>
    public async Task MustHaveLeftNothingAsync()
    {
        var folders = Workers.Select(worker => worker.Line).OfType<StartLine>().Select(line => Path.GetDirectoryName(line.Pipe)!);
        foreach (var folder in folders.Distinct(StringComparer.Ordinal))
        {
            Assert.False(Directory.Exists(folder), $"{folder} is left");
            await Patience.Until(
                () => !File.ReadAllText("/proc/net/unix").Contains(folder, StringComparison.Ordinal),
                $"no socket of {folder} is left"
            );
            await Patience.Until(
                () => !OpenFiles().Exists(file => file.StartsWith(folder, StringComparison.Ordinal)),
                $"no descriptor of {folder} is left"
            );
        }
    }

    private static List<string> OpenFiles()
    {
        var files = new List<string>();
        foreach (var link in Directory.EnumerateFileSystemEntries("/proc/self/fd"))
        {
            try
            {
                files.Add(new FileInfo(link).LinkTarget ?? "");
            }
            catch (IOException)
            {
                // Somebody else's, closed while we looked.
            }
        }

        return files;
    }
}
