using System.Diagnostics;
using System.Globalization;
using ProcQ.Tests.Fuzzing;

namespace ProcQ.Tests.Verbs;

/// <summary>Damaged inputs for a while, on all cores, each time others. PROCQ_FUZZ_SEED does the same again.</summary>
internal static class FuzzVerb
{
    private const int Batch = 1_000;
    private static readonly TimeSpan HangsAfter = TimeSpan.FromSeconds(20);

    public static int Run(int seconds)
    {
        var seed = Environment.GetEnvironmentVariable("PROCQ_FUZZ_SEED") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : Random.Shared.Next(1_000_000_000);
        Console.WriteLine(
            $"{FuzzTargets.All.Count} targets for {seconds} s on {Environment.ProcessorCount} cores, seed {seed} ..."
        );
        Fuzzer[] fuzzers =
        [
            .. Enumerable.Range(0, Environment.ProcessorCount).Select(i => new Fuzzer(FuzzTargets.All, seed + i)),
        ];
        var fault = fuzzers[0].TryKept() ?? Fuzz(fuzzers, TimeSpan.FromSeconds(seconds));
        if (fault is not null)
        {
            Console.WriteLine(
                $"{fault}\nfuzz: failed with seed {seed}; the input is in {Corpus.Save(fault.Target, fault.Bytes)}"
            );
            return 1;
        }

        var all = new Judge();
        foreach (var fuzzer in fuzzers)
            all.Add(fuzzer.Judge);
        Console.WriteLine($"fuzz: seed {seed}, {seconds} s, {all}; 0 faults");
        return 0;
    }

    private static FuzzFault? Fuzz(Fuzzer[] fuzzers, TimeSpan time)
    {
        FuzzFault? fault = null;
        var watch = Stopwatch.StartNew();
        var threads = Array.ConvertAll(
            fuzzers,
            fuzzer => new Thread(() =>
            {
                while (watch.Elapsed < time && Volatile.Read(ref fault) is null)
                {
                    if (fuzzer.Try(Batch) is { } found)
                        Interlocked.CompareExchange(ref fault, found, null);
                }
            })
            {
                IsBackground = true,
            }
        );
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
        {
            while (!thread.Join(TimeSpan.FromSeconds(1)))
            {
                if (fuzzers.Select(Hanging).FirstOrDefault(hanging => hanging is not null) is { } hanging)
                    return hanging;
            }
        }

        return fault;
    }

    /// <summary>An input that somebody has been reading for far too long.</summary>
    private static FuzzFault? Hanging(Fuzzer fuzzer) =>
        fuzzer.Current is { } input && Stopwatch.GetElapsedTime(input.Since) > HangsAfter
            ? new FuzzFault(input.Target, input.Bytes, $"it is still being read after {HangsAfter.TotalSeconds} s")
            : null;
}
