namespace ProcQ.TestJobs;

/// <summary>A pipeline of stages that were drawn at random, and what must come of it.</summary>
/// <param name="steps">Its stages.</param>
/// <param name="numbers">Its input.</param>
public sealed class PipelineModel(IReadOnlyList<PipelineStep> steps, IEnumerable<int> numbers)
{
    private readonly List<Numbered> _items = [.. numbers.Select(n => new Numbered(n))];

    /// <summary>Runs it, and says what is not as it would be one by one; null when all is.</summary>
    /// <param name="options">Of the pipeline; failures are collected here.</param>
    public string? WhatIsWrong(PipelineOptions options)
    {
        List<long> failed = [];
        var terms = options with { OnFailure = FailurePolicy.Continue, Failed = failure => failed.Add(failure.Index) };
        var results = steps.Aggregate(Pipeline.From(_items, terms), (chain, step) => step.AddTo(chain)).Run().ToList();

        List<long> expectedFailures = [];
        var expected = steps
            .Aggregate(_items.Select((x, i) => ((long)i, x)).ToList(), (list, step) => step.Model(list, expectedFailures))
            .ConvertAll(e => e.Item2);
        var ordered = steps.All(s => s.KeepsOrder);
        if (!(ordered ? results.SequenceEqual(expected) : Same(results, expected, x => x.Number)))
            return $"{Text(results)} instead of {Text(expected)}, {(ordered ? "in this" : "in any")} order";
        return Same(failed, expectedFailures, x => x) ? null : $"{Text(failed)} failed instead of {Text(expectedFailures)}";
    }

    /// <inheritdoc/>
    public override string ToString() => $"{string.Join(", ", steps)} of {Text(_items.Select(i => i.Number))}";

    private static bool Same<T>(List<T> left, List<T> right, Func<T, long> by) =>
        left.OrderBy(by).SequenceEqual(right.OrderBy(by));

    private static string Text<T>(IEnumerable<T> values) => $"[{string.Join(", ", values)}]";
}
