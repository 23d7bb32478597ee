using System.Collections.Concurrent;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Readme;

/// <summary>The snippets of README.md that need no processes, as <see cref="ReadmeSpecs"/>.</summary>
public sealed class ReadmeThreadSpecs : ProcessSpec
{
    [Fact]
    public void The_same_runs_on_threads()
    {
        using var scratch = new ScratchFolder();
        File.WriteAllText(scratch.In("a"), "four");
        var folder = Path.GetDirectoryName(scratch.In("a"))!;

        // snippet: threads
        using var threads = new ThreadWorkerPool(workers: 50);
        var sizes = new ConcurrentDictionary<string, long>();
        threads.Map(path => sizes[path] = new FileInfo(path).Length, Directory.GetFiles(folder));

        using var strict = new ThreadWorkerPool(new ThreadWorkerPoolOptions { PassByValue = true });
        try
        {
            strict.Apply(() => sizes.GetEnumerator());
            // end
            Assert.Fail("An enumerator cannot travel.");
            // snippet: threads
        }
        catch (NotTransferableException error)
        {
            Console.WriteLine(error.Message); // would not travel to a process either
        }
        // end

        Assert.Equal([4L], sizes.Values);
    }
}
