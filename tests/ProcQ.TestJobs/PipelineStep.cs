namespace ProcQ.TestJobs;

/// <summary>A stage of a pipeline that was drawn at random, and what one that runs all alone, element by element, would make of it.</summary>
/// <param name="Form">Which one, from 0 below <see cref="Forms"/>.</param>
/// <param name="Workers">From 1.</param>
/// <param name="Ordered">Whether order is to be kept.</param>
/// <param name="Capacity">Of its entrance.</param>
/// <param name="Kind">Where it runs.</param>
public sealed record PipelineStep(int Form, int Workers, bool Ordered, int Capacity, StageKind Kind)
{
    /// <summary>How many forms of stages there are.</summary>
    public const int Forms = 14;

    /// <summary>Whether what comes out is in the order of what goes in.</summary>
    public bool KeepsOrder => Ordered || Workers == 1 || Form >= 12;

    /// <summary>The stage that a number stands for: small ones are simple stages.</summary>
    public static PipelineStep Of(uint number, StageKind kind) =>
        new(
            Form: (int)(number % Forms),
            Workers: (int)(number / Forms % 3) + 1,
            Ordered: number / 64 % 3 > 0,
            Capacity: (int)(number / 256 % 8) + 1,
            kind
        );

    /// <summary>Adds the stage.</summary>
    public PipelineBuilder<Numbered> AddTo(PipelineBuilder<Numbered> chain)
    {
        var options = new StageOptions
        {
            Workers = Workers,
            Ordered = Ordered,
            Capacity = Capacity,
            Kind = Kind,
        };
        return Form switch
        {
            0 => chain.Stage(Add1, options),
            1 => chain.Stage(FailFifths, options),
            2 => chain.Stage(DropThirds, options),
            3 => chain.StageMany(FewOrMany, options),
            4 => chain.StageMany(FirstThenFail, options),
            5 => chain.StageMany(NoneThenOneAsync, options),
            6 => chain.Partition(FailFifths, x => x.Number % 4, Workers, options),
            7 => chain.Partition(DropThirds, x => $"{x.Number % 3}", Workers, options),
            8 => chain.Partition(DropThirdsAsync, x => x.Number % 2, Workers, options),
            9 => chain.PartitionMany(FirstThenFail, x => x.Number % 5, Workers, options),
            10 => chain.PartitionMany(NoneThenOneAsync, x => x.Number % 5, Workers, options),
            11 => chain.PartitionMany(NoneThenOne, x => x.Number % 5, Workers, options),
            12 => chain.RateLimit(1e9),
            _ => chain.RateLimit(1e9, x => x.Number % 2),
        };
    }

    /// <summary>What comes out of it, and of which elements something failed.</summary>
    public List<(long Index, Numbered Value)> Model(List<(long Index, Numbered Value)> items, List<long> failures)
    {
        List<(long, Numbered)> results = [];
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

    private IEnumerable<Numbered> Results(Numbered x) =>
        Form switch
        {
            0 => [Add1(x)],
            1 or 6 => [FailFifths(x)],
            2 or 7 or 8 => Passed([DropThirds(x)]),
            3 => FewOrMany(x),
            4 or 9 => FirstThenFail(x),
            5 or 10 or 11 => Passed(NoneThenOne(x)),
            _ => [x],
        };

    private static IEnumerable<Numbered> Passed(IEnumerable<Emit<Numbered>> results) =>
        results.Where(r => r.HasValue).Select(r => r.Value!);

    private static Numbered Add1(Numbered x) => new(x.Number + 1);

    private static Numbered FailFifths(Numbered x) =>
        x.Number % 5 == 4 ? throw new FormatException($"{x}") : new Numbered(x.Number + 1);

    private static Emit<Numbered> DropThirds(Numbered x) => x.Number % 3 == 0 ? Emit.None : x;

    private static async Task<Emit<Numbered>> DropThirdsAsync(Numbered x)
    {
        await Task.Yield();
        return DropThirds(x);
    }

    private static IEnumerable<Numbered> FewOrMany(Numbered x)
    {
        for (var i = 0; i < x.Number % 3; i++)
            yield return new Numbered(x.Number + i);
    }

    private static IEnumerable<Numbered> FirstThenFail(Numbered x)
    {
        yield return x;
        if (x.Number % 4 == 1)
            throw new FormatException($"{x}");
        yield return new Numbered(x.Number + 1);
    }

    private static IEnumerable<Emit<Numbered>> NoneThenOne(Numbered x)
    {
        yield return Emit.None;
        if (x.Number % 2 == 0)
            yield return new Numbered(x.Number + 3);
    }

    private static async IAsyncEnumerable<Emit<Numbered>> NoneThenOneAsync(Numbered x)
    {
        foreach (var result in NoneThenOne(x))
        {
            await Task.Yield();
            yield return result;
        }
    }
}
