using System.Collections.Concurrent;
using System.Globalization;
using ProcQ;

namespace HashTree;

/// <summary>One run: walks the tree, lets the workers hash, writes what they found and says what could not be hashed.</summary>
internal sealed class HashRun(HashOptions options, Progress progress)
{
    private readonly FileTree _tree = TreeOf(options);

    // An outcome says which item it is by its index; the names wait here meanwhile, as many as the pool has in flight.
    private readonly ConcurrentDictionary<long, string> _names = new();
    private int _problems;

    /// <summary>Hashes everything. Returns 0, or 1 if something could not be hashed.</summary>
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        progress.Say($"Hashing {options.FullFolder} with {options.WorkerCount} workers.");
        using var output = Sha256SumFile.Create(options.Output);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var counting = Task.Run(() => Count(ended.Token), CancellationToken.None);
        var drawing = progress.DrawUntil(ended.Token);
        try
        {
            await HashAll(output, cancellationToken);
        }
        finally
        {
            await ended.CancelAsync();
            await counting;
            await drawing;
        }
        output.Complete();
        Summarize();
        return _problems == 0 ? 0 : 1;
    }

    private async Task HashAll(Sha256SumFile output, CancellationToken cancellationToken)
    {
        await using var pool = new ProcessPool(options.WorkerCount);
        await foreach (var outcome in pool.ImapOutcomes(FileHash.Compute, Names(), options.ForEachFile, cancellationToken))
        {
            _names.TryRemove(outcome.Index, out var name);
            if (outcome.Status == OutcomeStatus.Succeeded)
            {
                output.Add(outcome.Result.Sha256, name!);
                progress.Done(outcome.Result.Bytes);
            }
            else if (outcome.Status != OutcomeStatus.Cancelled)
            {
                Problem(name!, Reason(outcome));
            }
        }
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Pulled by the pool, as far ahead as its window allows: the tree may be larger than memory.</summary>
    private IEnumerable<string> Names()
    {
        var index = 0L;
        foreach (var file in _tree.Files(Problem))
        {
            _names[index++] = file.FullName;
            yield return file.FullName;
        }
    }

    /// <summary>A second, quick walk that only counts, so that the progress line knows what is left.</summary>
    private void Count(CancellationToken ended)
    {
        var (files, bytes) = (0L, 0L);
        foreach (var file in TreeOf(options).Files())
        {
            if (ended.IsCancellationRequested)
                return;
            files++;
            bytes += file.Exists ? file.Length : 0;
        }
        progress.Counted(files, bytes);
    }

    private static FileTree TreeOf(HashOptions options) => new(options.FullFolder, Sha256SumFile.PathsOf(options.Output));

    private void Problem(string path, string reason)
    {
        Interlocked.Increment(ref _problems);
        progress.Say($"not hashed: {path}: {reason}");
    }

    private static string Reason(Outcome<FileHash> outcome) =>
        outcome.Error switch
        {
            WorkerLostException lost => $"its worker (process {lost.ProcessId}) died: {lost.ExitReason}{Attempts(outcome)}",
            TaskTimeoutException late => string.Create(
                CultureInfo.InvariantCulture,
                $"it took longer than {late.Timeout.TotalSeconds:0.###} s, and its worker was killed{Attempts(outcome)}"
            ),
            UnauthorizedAccessException => "permission denied",
            { } error => error.Message,
            null => outcome.Status.ToString(),
        };

    private static string Attempts(Outcome<FileHash> outcome) =>
        outcome.Attempts > 1 ? $" (attempt {outcome.Attempts}, the last)" : "";

    private void Summarize()
    {
        var seconds = progress.Elapsed.TotalSeconds;
        var leftOut = _tree.LeftOut > 0 ? $" {_tree.LeftOut} links and special files left out." : "";
        progress.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{progress.Files:N0} files, {progress.Bytes / 1e6:N1} MB in {seconds:N1} s ({progress.Files / seconds:N0} files/s, {progress.Bytes / seconds / 1e6:N0} MB/s); {_problems} not hashed.{leftOut}"
            )
        );
        if (options.Output is not (null or "-"))
            progress.Say($"Check with: sha256sum -c {options.Output}");
    }
}
