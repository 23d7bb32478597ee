namespace ProcQ.Tests.Functions;

/// <summary>Delegates in captured variables travel as definitions inside the definition, with the object graph they had.</summary>
public class CapturedDelegateTests
{
    [Fact]
    public void A_captured_delegate_travels()
    {
        var offset = 10;
        Func<int, int> inner = x => x + offset;
        Func<double, double> root = Math.Sqrt;

        Assert.Equal(15, Travel.Through((int x) => inner(x))(5));
        Assert.Equal(3, Travel.Through((double x) => root(x))(9));
    }

    [Fact]
    public void A_captured_delegate_that_is_null_travels_as_null()
    {
        Func<int, int>? inner = null;

        Assert.Equal(5, Travel.Through((int x) => inner?.Invoke(x) ?? x)(5));
        inner = x => x;
        Assert.NotNull(inner);
    }

    [Fact]
    public void A_recursive_lambda_travels()
    {
        Func<int, int> factorial = null!;
        factorial = n => n <= 1 ? 1 : n * factorial(n - 1);

        Assert.Equal(120, Travel.Through(factorial)(5));
    }

    [Fact]
    public void Lambdas_that_share_a_scope_bring_the_variables_of_both()
    {
        var (first, second, unused) = (1, 20, new byte[1 << 20]);
        Func<int, int> inner = x => x + second;
        Func<int, int> outer = x => inner(x) + first;
        Func<int> other = () => unused.Length;

        Assert.Equal(26, Travel.Through(outer)(5));
        Assert.InRange(Travel.Define(outer).Bytes.Length, 1, 3000);
        Assert.NotNull(other);
    }

    [Fact]
    public void A_variable_two_lambdas_share_stays_one_variable()
    {
        var count = 0;
        Action increment = () => count++;
        Func<int> twice = () =>
        {
            increment();
            increment();
            return count;
        };

        Assert.Equal(2, Travel.Through(twice)());
        Assert.Equal(0, count);
    }

    [Fact]
    public void A_captured_delegate_that_cannot_travel_is_named_with_its_own_reason()
    {
        var stream = new MemoryStream();
        Func<long> inner = () => stream.Length;
        Func<long> outer = () => inner();

        var refusal = Travel.Refused(outer);

        Assert.Equal("inner", refusal.VariableName);
        Assert.Equal("inner.stream", refusal.MemberPath);
        Assert.Equal(typeof(MemoryStream), refusal.OffendingType);
        Assert.Contains("captured variable 'inner'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("captured variable 'stream'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("open it inside the function", refusal.Message, StringComparison.Ordinal);
    }
}
