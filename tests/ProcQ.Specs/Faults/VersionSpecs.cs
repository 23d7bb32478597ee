using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>Code of which there are several versions.</summary>
public sealed class VersionSpecs : PoolSpec
{
    private readonly string _name = $"Versioned{Guid.NewGuid():N}";

    [Fact]
    public async Task G17_TwoPoolsTwoVersions_are_independent_of_each_other()
    {
        using var old = new VersionedPlugin(_name, 1);
        using var current = new VersionedPlugin(_name, 2);
        var (first, second) = (NewPool(2), NewPool(2));

        var ones = first.MapAsync(old.Answer, Enumerable.Range(0, 1_000));
        var twos = second.MapAsync(current.Answer, Enumerable.Range(0, 1_000));
        Assert.Equal(Enumerable.Range(0, 1_000), await ones.Soon());
        Assert.Equal(Enumerable.Range(0, 1_000).Select(x => 2 * x), await twos.Soon());

        first.Dispose();
        Assert.Equal(14, await second.ApplyAsync(current.Answer, 7).Soon());
    }

    [Fact]
    public async Task G17_OnePoolTwoVersions_and_each_worker_tells_them_apart()
    {
        using var old = new VersionedPlugin(_name, 3);
        using var current = new VersionedPlugin(_name, 4);
        var pool = NewPool(2);

        var calls = Enumerable.Range(0, 100).Select(x => pool.ApplyAsync(x % 2 == 0 ? old.Answer : current.Answer, x)).ToArray();

        var answers = await Task.WhenAll(calls).Soon();
        Assert.Equal(Enumerable.Range(0, 100).Select(x => x % 2 == 0 ? 3 * x : 4 * x), answers);
    }
}
