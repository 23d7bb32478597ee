using System.Globalization;

namespace ProcQ.Calls;

/// <summary>What a pool's times say about how it is used.</summary>
internal static class Advice
{
    // Before this, what is seen is code that runs for the first time.
    private const int LeastItems = 1000;
    private static readonly TimeSpan LeastTime = TimeSpan.FromMilliseconds(20);

    // Above this, processes pay whatever they cost.
    private static readonly TimeSpan Small = TimeSpan.FromMicroseconds(50);

    /// <summary>The sentence for these times of so many workers; null when nothing stands out.</summary>
    public static string? Of(PoolInsights seen, int workers)
    {
        var coding = seen.Encoding + seen.Decoding;
        if (seen.Items < LeastItems || seen.Running + seen.Transit + coding + seen.Input < LeastTime)
            return null;
        var (share, way) = (seen.Running / Math.Max(1, workers), coding + (seen.Transit / Math.Max(1, workers)));
        // The workers code as much as their caller: what is left is the function.
        if (seen.Running - coding < way * 2 && seen.Running / seen.Items < Small)
            return $"An item runs for {Text(seen.Running / seen.Items)} and takes {Text(way / seen.Items)} on its way to a worker and back: "
                + "threads would be faster (Parallel.ForEach or a ThreadWorkerPool), or more work in each item.";
        if (seen.Input > share && seen.Input > coding)
            return $"The input took {Text(seen.Input)} and the items {Text(share)} in each worker: the workers wait for the input, and more of them would be of no use.";
        if (seen.Unread > share * 2 && seen.Unread > coding)
            return $"Results lay {Text(seen.Unread)} until they were read, and the items took {Text(share)} in each worker: whoever reads the results is what takes long.";
        return seen.Transit > seen.Running * 4
            ? $"Workers ran items for {Text(seen.Running)} and waited {Text(seen.Transit)} for arguments, results and a processor: send less, a file name, say, or give each item more work."
            : null;
    }

    private static string Text(TimeSpan time) =>
        time.TotalMicroseconds switch
        {
            < 1 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalNanoseconds:0} ns"),
            < 1000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMicroseconds:0.#} µs"),
            < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s"),
        };
}
