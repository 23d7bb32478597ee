using System.Globalization;

namespace ProcQ.Endurance.Leaks;

/// <summary>Pools that come and go leave nothing: everything that can be counted is as it was, and memory is flat.</summary>
internal sealed class ThousandPools(int warmUp, int count)
{
    private const int Batches = 20;
    private const int MostManagedBytes = 64 * 1024;
    private const double MostResidentMegabytes = 8;

    /// <summary>What is left, a line each; empty when nothing is.</summary>
    public async Task<IReadOnlyList<string>> RunAsync(Action<string> say)
    {
        await PoolCycles.RunAsync(warmUp, static options => new ProcessPool(options));
        var before = Belongings.Count();
        var samples = new List<Belongings>();
        for (var batch = 0; batch < Batches; batch++)
        {
            await PoolCycles.RunAsync(count / Batches, static options => new ProcessPool(options));
            samples.Add(Belongings.Count());
        }

        var after = samples[^1];
        var resident = new Trend(
            "resident",
            " MiB",
            [.. samples.Select(s => s.ResidentBytes / 1048576.0)],
            MostResidentMegabytes
        );
        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{count} pools: descriptors {before.Descriptors}/{after.Descriptors}, threads {before.Threads}/{after.Threads}, children {after.Children}, temp entries {before.TempFiles}/{after.TempFiles}, managed {before.ManagedBytes / 1024}/{after.ManagedBytes / 1024} KiB, {resident}"
            )
        );
        return [.. Left(before, after, resident)];
    }

    private static IEnumerable<string> Left(Belongings before, Belongings after, Trend resident)
    {
        if (after.Descriptors > before.Descriptors)
            yield return $"descriptors: {before.Descriptors}, then {after.Descriptors}";
        if (after.Threads > before.Threads)
            yield return $"threads: {before.Threads}, then {after.Threads}";
        if (after.Children > 0)
            yield return $"children: {after.Children}";
        if (after.TempFiles > before.TempFiles)
            yield return $"entries in the temp folder: {before.TempFiles}, then {after.TempFiles}";
        if (after.ManagedBytes - before.ManagedBytes > MostManagedBytes)
            yield return $"managed bytes: {before.ManagedBytes}, then {after.ManagedBytes}";
        if (resident.Grows)
            yield return $"memory: {resident}";
    }
}
