using BenchmarkDotNet.Attributes;
using ProcQ.Benchmarks;

namespace ProcQ.MicroBenchmarks;

/// <summary>The codec, for each element, as MessagePack-CSharp's figures are given.</summary>
public class Codec
{
    private const int Numbers = 100_000;
    private const int Objects = 10_000;

    private readonly CodecCase<int[]> _ints = new([.. Enumerable.Range(0, Numbers)]);
    private readonly CodecCase<double[]> _doubles = new([.. Enumerable.Range(0, Numbers).Select(i => i / 3.0)]);
    private readonly CodecCase<string[]> _strings = new([.. Enumerable.Range(0, Objects).Select(i => $"text number {i}")]);
    private readonly CodecCase<Person[]> _records = new([.. Enumerable.Range(0, Objects).Select(Person.Of)]);

    /// <summary>What is wrong must not look fast.</summary>
    [GlobalSetup]
    public void Check()
    {
        _ints.Check();
        _doubles.Check();
        _strings.Check();
        _records.Check();
    }

    [Benchmark(OperationsPerInvoke = Numbers)]
    public int WriteInts() => _ints.Write();

    [Benchmark(OperationsPerInvoke = Numbers)]
    public object ReadInts() => _ints.Read();

    [Benchmark(OperationsPerInvoke = Numbers)]
    public int WriteDoubles() => _doubles.Write();

    [Benchmark(OperationsPerInvoke = Numbers)]
    public object ReadDoubles() => _doubles.Read();

    [Benchmark(OperationsPerInvoke = Objects)]
    public int WriteStrings() => _strings.Write();

    [Benchmark(OperationsPerInvoke = Objects)]
    public object ReadStrings() => _strings.Read();

    [Benchmark(OperationsPerInvoke = Objects)]
    public int WriteRecords() => _records.Write();

    [Benchmark(OperationsPerInvoke = Objects)]
    public object ReadRecords() => _records.Read();
}
