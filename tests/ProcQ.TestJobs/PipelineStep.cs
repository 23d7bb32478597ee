namespace ProcQ.TestJobs;

/// <summary>A stage of a pipeline that was drawn at random, and what one that runs all alone, element by element, would make of it.</summary>
/// <param name="Kind">Which one; any number.</param>
/// <param name="Workers">From 1.</param>
/// <param name="Ordered">Whether order is to be kept.</param>
/// <param name="Capacity">Of its entrance.</param>
public sealed record PipelineStep(int Kind, int Workers, bool Ordered, int Capacity)
{
    private const int Kinds = 9;

    /// <summary>Whether what comes out is in the order of what goes in.</summary>
    public bool KeepsOrder => Ordered || Workers == 1 || Form == 8;

    private int Form => Kind % Kinds;

    /// <summary>Adds the stage.</summary>
    public PipelineBuilder<int> AddTo(PipelineBuilder<int> chain, StageKind kind)
    {
        var options = new StageOptions
        {
            Workers = Workers,
            Ordered = Ordered,
            Capacity = Capacity,
            Kind = kind,
        };
        return Form switch
        {
            0 => chain.Stage(PipelineJobs.Add1, options),
            1 => chain.Stage(FailFifths, options),
            2 => chain.Stage(DropThirds, options),
            3 => chain.StageMany(FewOrMany, options),
            4 => chain.StageMany(FirstThenFail, options),
            5 => chain.Partition(FailFifths, x => x % 4, Workers, options),
            6 => chain.Partition(DropThirds, x => $"{x % 3}", Workers, options),
            7 => chain.PartitionMany(FirstThenFail, x => x % 5, Workers, options),
            _ => chain.RateLimit(1e9),
        };
    }

    /// <summary>What comes out of it, and of which elements something failed.</summary>
    public List<(long Index, int Value)> Model(List<(long Index, int Value)> items, List<long> failures)
    {
        List<(long, int)> results = [];
        foreach (var (index, value) in items)
        {
            try
            {
                foreach (var result in Results(value))
                    results.Add((index, result));
            }
            catch (FormatException)
            {
                failures.Add(index);
            }
        }

        return results;
    }

    private IEnumerable<int> Results(int x) =>
        Form switch
        {
            0 => [PipelineJobs.Add1(x)],
            1 or 5 => [FailFifths(x)],
            2 or 6 => DropThirds(x) is { HasValue: true, Value: var value } ? [value] : [],
            3 => FewOrMany(x),
            4 or 7 => FirstThenFail(x),
            _ => [x],
        };

    private static int FailFifths(int x) => x % 5 == 4 ? throw new FormatException($"{x}") : x + 1;

    private static Emit<int> DropThirds(int x) => x % 3 == 0 ? Emit.None : x;

    private static IEnumerable<int> FewOrMany(int x)
    {
        for (var i = 0; i < x % 3; i++)
            yield return x + i;
    }

    private static IEnumerable<int> FirstThenFail(int x)
    {
        yield return x;
        if (x % 4 == 1)
            throw new FormatException($"{x}");
        yield return x + 1;
    }
}
