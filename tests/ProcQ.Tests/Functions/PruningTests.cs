using System.Runtime.Loader;
using ProcQ.Functions.Captures;

namespace ProcQ.Tests.Functions;

/// <summary>Of the variables that share a closure, those a lambda uses travel, and no other.</summary>
public class PruningTests
{
    [Fact]
    public void Only_the_variable_a_lambda_uses_travels()
    {
        var (small, large) = (3, new byte[1 << 20]);
        Func<int, int> uses = x => x + small;
        Func<int, int> keepsAlive = x => x + large.Length;

        Assert.Equal(["small"], UsedBy(uses));
        Assert.Equal(["large"], UsedBy(keepsAlive));
        Assert.InRange(Travel.Define(uses).Bytes.Length, 1, 2000);
        Assert.Equal(8, Travel.Through(uses)(5));
    }

    [Fact]
    public void A_variable_that_cannot_travel_does_no_harm_when_another_lambda_uses_it()
    {
        using var client = new HttpClient();
        var number = 2;
        Func<TimeSpan> other = () => client.Timeout;

        Assert.Equal(5, Travel.Through((int x) => x + number)(3));
        Assert.Equal("client", Travel.Refused(other).VariableName);
    }

    [Fact]
    public void Writing_or_taking_the_address_of_a_variable_is_using_it()
    {
        var (written, addressed, unused) = (1, 2, 3);
        Action writes = () => written = 7;
        Func<bool> addresses = () => int.TryParse("4", out addressed);
        Func<int> other = () => unused;

        Assert.Equal(["written"], UsedBy(writes));
        Assert.Equal(["addressed"], UsedBy(addresses));
        Assert.Equal(["unused"], UsedBy(other));
    }

    [Fact]
    public void Local_functions_on_the_same_closure_are_followed()
    {
        var (first, second, third) = (1, 2, 3);
        int Direct(int x) => x + first;
        int Indirect(int x) => Direct(x) + second;
        Func<int, int> calls = x => Indirect(x);
        Func<int> other = () => third;

        Assert.Equal(["first", "second"], UsedBy(calls));
        Assert.Equal(["third"], UsedBy(other));
        Assert.Equal(8, Travel.Through(calls)(5));
    }

    [Fact]
    public void Lambdas_inside_a_lambda_are_followed()
    {
        var (used, deep, unused) = (1, 2, 3);
        Func<int[], int> sum = xs => xs.Select(x => x + used).Where(x => !xs.Any(y => y == x + deep)).Sum();
        Func<int> other = () => unused;

        Assert.Equal(["deep", "used"], UsedBy(sum));
        Assert.Equal(["unused"], UsedBy(other));
        Assert.Equal(9, Travel.Through(sum)([1, 2, 3]));
    }

    [Fact]
    public async Task Async_lambdas_are_read_through_their_state_machine()
    {
        var (used, nested, unused) = (1, 2, 3);
        Func<int, Task<int>> function = async x =>
        {
            await Task.Yield();
            Func<int, Task<int>> inner = async y =>
            {
                await Task.Yield();
                return y + nested;
            };
            return await inner(x + used);
        };
        Func<int> other = () => unused;

        Assert.Equal(["nested", "used"], UsedBy(function));
        Assert.Equal(["unused"], UsedBy(other));
        Assert.Equal(8, await Travel.Through(function)(5));
    }

    [Fact]
    public void Iterators_are_read_through_their_state_machine()
    {
        var (used, unused) = (2, 3);
        IEnumerable<int> Count(int to)
        {
            for (var i = 0; i < to; i += used)
                yield return i;
        }

        Func<int, int> function = to => Count(to).Sum();
        Func<int> other = () => unused;

        Assert.Equal(["used"], UsedBy(function));
        Assert.Equal(["unused"], UsedBy(other));
        Assert.Equal(6, Travel.Through(function)(5));
    }

    [Fact]
    public void Outer_scopes_are_pruned_too()
    {
        var (outerUsed, outerUnused) = (100, new byte[1 << 20]);
        Func<int, int>? function = null;
        Func<int>? other = null;
        foreach (var item in new[] { 1 })
        {
            var (inner, innerUnused) = (item * 10, new byte[1 << 20]);
            function = x => x + outerUsed + inner;
            other = () => innerUnused.Length + outerUnused.Length;
        }

        Assert.InRange(Travel.Define(function!).Bytes.Length, 1, 2000);
        Assert.Equal(115, Travel.Through(function!)(5));
        Assert.Equal(2 << 20, Travel.Through(other!)());
    }

    [Fact]
    public void This_stays_behind_when_only_another_lambda_uses_it()
    {
        var owner = new Owner();

        Assert.Equal(["number"], UsedBy(owner.UsesNumber(4)));
        Assert.Equal(9, Travel.Through(owner.UsesNumber(4))(5));
    }

    [Fact]
    public void Generic_closures_are_pruned()
    {
        Assert.Equal(["used"], UsedBy(UsesFirst("a", new byte[1 << 20])));
        Assert.Equal("a", Travel.Through(UsesFirst("a", new byte[1 << 20]))());
    }

    [Fact]
    public void A_closure_that_goes_where_it_cannot_be_followed_travels_whole()
    {
        using var plugin = new PluginAssembly();
        var assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(plugin.File);

        Assert.Equal(["used"], UsedBy(PluginAssembly.OnClosure(assembly, "<Main>b__0")));
        Assert.Equal(["unused", "used"], UsedBy(PluginAssembly.OnClosure(assembly, "<Main>b__woven")));
    }

    private static Func<T> UsesFirst<T, TOther>(T used, TOther unused)
    {
        Func<TOther> other = () => unused;
        Assert.NotNull(other);
        return () => used;
    }

    private static IEnumerable<string> UsedBy(Delegate function) =>
        CaptureScan.Run(function.Method).Of(function.Target!.GetType()).Select(field => field.Name).Order(StringComparer.Ordinal);

    private sealed class Owner : IDisposable
    {
        private readonly HttpClient _client = new();

        public Func<int, int> UsesNumber(int number)
        {
            Func<TimeSpan> usesThis = () => _client.Timeout + TimeSpan.FromSeconds(number);
            Assert.NotNull(usesThis);
            return x => x + number;
        }

        public void Dispose() => _client.Dispose();
    }
}
