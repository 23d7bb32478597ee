using System.Buffers;

namespace ProcQ.Tests.MessagePack.Vectors;

/// <summary>Every line of the golden bytes is kept, or it is said in its case why not.</summary>
public class VectorTests
{
    public static TheoryData<string> TypeLines { get; } = [.. VectorFile.Types.Select(l => l.ToString())];

    public static TheoryData<string> ContractLines { get; } = [.. VectorFile.Contracts.Select((l, i) => $"{i} {l.Name}")];

    [Theory]
    [MemberData(nameof(TypeLines))]
    public void Types_EveryLine_IsKept(string name)
    {
        var line = VectorFile.Types.Single(l => l.ToString() == name);

        Assert.True(TypeCases.All.TryGetValue((line.Section, line.Name), out var promise), $"No case for {line}.");
        Check(line, promise);
    }

    [Theory]
    [MemberData(nameof(ContractLines))]
    public void Contracts_EveryLine_IsKept(string name)
    {
        var line = VectorFile.Contracts[int.Parse(name.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture)];

        Check(line, ContractCases.Find(line) ?? throw new InvalidOperationException($"No case for {line.Name}."));
    }

    [Fact]
    public void Cases_Each_HaveALine()
    {
        Assert.Empty(TypeCases.All.Keys.Except(VectorFile.Types.Select(l => (l.Section, l.Name))));
        Assert.Empty(ContractCases.All.Keys.Except(VectorFile.Contracts.Select(l => l.Name)));
        Assert.True(VectorFile.Types.Count == 196 && VectorFile.Contracts.Count == 44);
    }

    [Fact]
    public void Cases_WithoutAReasonToDiffer_RefuseWhatTheLineRefuses()
    {
        foreach (var line in VectorFile.Types)
        {
            var promise = TypeCases.All[(line.Section, line.Name)];
            var refuses = promise.GetType().Name.StartsWith("Refuses", StringComparison.Ordinal);
            Assert.True(promise.Differs is not null || promise is Promises || refuses == line.IsRefusal, line.ToString());
        }
    }

    [Fact]
    public void Reading_EveryLineSplitAtEveryByte_GivesTheSame()
    {
        var split = 0;
        foreach (var (line, promise) in AllWithBytes())
        {
            var bytes = line.Bytes;
            var whole = promise.Read(new ReadOnlySequence<byte>(bytes));
            for (var at = 0; at <= bytes.Length; at++, split++)
                Assert.Equal(whole, promise.Read(Segments.Split(bytes, at)));
            Assert.Equal(whole, promise.Read(Segments.OneByteEach(bytes)));
        }

        Assert.True(split > 1000);
    }

    private static IEnumerable<(VectorLine Line, VectorCase Case)> AllWithBytes() =>
        VectorFile
            .Types.Select(l => (l, TypeCases.All[(l.Section, l.Name)]))
            .Concat(VectorFile.Contracts.Select(l => (l, ContractCases.Find(l)!)))
            .Where(pair => pair.Item2 is not Promises && !pair.l.Hex.StartsWith("THROWS", StringComparison.Ordinal));

    private static void Check(VectorLine line, VectorCase promise) => promise.Check(line);
}
