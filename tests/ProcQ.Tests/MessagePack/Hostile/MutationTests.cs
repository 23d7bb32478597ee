using System.Diagnostics;
using Xunit.Abstractions;

namespace ProcQ.Tests.MessagePack.Hostile;

/// <summary>
/// A million inputs made by damaging good ones: each is read or refused with a MessagePackException, and none takes memory or time out of
/// proportion to its few bytes.
/// </summary>
public class MutationTests(ITestOutputHelper output)
{
    private const int Seed = 20240102;
    private const int Inputs = 1_000_000;
    private const long MaxBytesEach = 1 << 20;

    [Fact]
    public void Reading_AMillionDamagedInputs_OnlyRefusesOrReads()
    {
        output.WriteLine($"seed {Seed}");
        var random = new Random(Seed);
        var targets = MutationTargets.All;
        var (refused, worst) = (0, 0L);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Inputs; i++)
        {
            var target = targets[random.Next(targets.Length)];
            var bytes = Mutation.Of(target.Bytes, random);
            refused += target.IsRefused(bytes) ? 1 : 0;

            var after = GC.GetAllocatedBytesForCurrentThread();
            worst = Math.Max(worst, after - before);
            Assert.True(
                after - before < MaxBytesEach,
                $"Input {i} took {after - before} bytes: {target.Type} {Convert.ToHexStringLower(bytes)}"
            );
            before = after;
        }

        output.WriteLine(
            $"{refused} refused, {Inputs - refused} read, at most {worst} bytes each, {watch.Elapsed.TotalSeconds:f1} s"
        );
        Assert.InRange(refused, Inputs / 10, Inputs);
    }
}
