using Xunit.Abstractions;

namespace ProcQ.Tests.Fuzzing;

/// <summary>
/// Inputs made by damaging good ones: each is read or refused in the one way there is, and none takes memory or time out of proportion to its few bytes.
/// <c>./build.sh fuzz</c> does the same for longer, with new seeds.
/// </summary>
public class FuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20240102;

    [Fact]
    public void B19_FuzzDecoder_OfEveryType_OnlyReadsOrRefuses() => Run(FuzzTargets.Codec, 200_000);

    [Fact]
    public void B19_FuzzDecoder_OfFramesAndMessages_OnlyReadsOrRefuses() => Run(FuzzTargets.Wire, 200_000);

    [Fact]
    public void Corpus_NamesTargetsThatExist() =>
        Assert.Empty(Corpus.Names().Except([.. FuzzTargets.All.Select(t => t.Name), "any"], StringComparer.Ordinal));

    [Fact]
    public void Judge_OfAReaderThatMisbehaves_SaysSo()
    {
        Assert.Contains("FormatException", Judged(_ => throw new FormatException()));
        Assert.Contains("bytes of memory beyond 4 x an input of 3", Judged(_ => GC.KeepAlive(new byte[66_000])));
        Assert.Contains("ms for an input of 3 bytes", Judged(_ => Thread.Sleep(11)));
        Assert.Null(Judged(_ => GC.KeepAlive(new byte[60_000])));

        static string? Judged(Action<byte[]> read) => new Judge().Try(new FuzzTarget("none", [], read, (b, _) => b), [1, 2, 3]);
    }

    private void Run(IReadOnlyList<FuzzTarget> targets, int inputs)
    {
        var fuzzer = new Fuzzer(targets, Seed);
        var fault = fuzzer.TryKept() ?? fuzzer.Try(inputs);
        if (fault is not null)
            Assert.Fail($"{fault}\nsaved in {Corpus.Save(fault.Target, fault.Bytes)}");
        output.WriteLine($"seed {Seed}: {fuzzer.Judge}");
        Assert.InRange(fuzzer.Judge.Refused, inputs / 10, inputs);
    }
}
