namespace ProcQ.Tests.Functions;

/// <summary>Every shape of delegate the C# compiler makes (the table in the function README): sent, found again, same answer.</summary>
public class ShapeTests
{
    [Fact]
    public void Static_lambda()
    {
        var there = Travel.Through(static (int x) => x + 1);

        Assert.Equal(6, there(5));
        Assert.False(Travel.Define(static (int x) => x + 1).HasCaptures);
    }

    [Fact]
    public void Lambda_without_captures()
    {
        Func<int, int> function = x => x * 2;

        Assert.Equal(14, Travel.Through(function)(7));
        Assert.False(Travel.Define(function).HasCaptures);
    }

    [Fact]
    public void Lambda_without_captures_that_makes_another()
    {
        Func<int[], int[]> function = xs => xs.Where(x => x > 2).Select(x => x * 10).ToArray();

        Assert.Equal([30, 40], Travel.Through(function)([1, 2, 3, 4]));
    }

    [Fact]
    public void Lambda_with_captures()
    {
        var number = 3;
        var text = "n=";
        var there = Travel.Through((int x) => text + (x + number));

        Assert.Equal("n=8", there(5));
    }

    [Fact]
    public void Lambda_with_captures_of_nested_scopes()
    {
        var outer = 100;
        var functions = new List<Func<int, int>>();
        for (var i = 0; i < 3; i++)
        {
            var middle = i * 10;
            if (middle >= 0)
            {
                var inner = i;
                functions.Add(x => outer + middle + inner + x);
            }
        }

        Assert.Equal([105, 116, 127], functions.Select(function => Travel.Through(function)(5)));
    }

    [Fact]
    public void Static_method_group() => Assert.Equal(9, Travel.Through<Func<int, int>>(Square)(3));

    [Fact]
    public void Static_local_function()
    {
        static int Triple(int x) => x * 3;

        Assert.Equal(12, Travel.Through<Func<int, int>>(Triple)(4));
    }

    [Fact]
    public void Local_function_with_captures()
    {
        var factor = 5;
        int Scale(int x) => x * factor;

        Assert.Equal(20, Travel.Through<Func<int, int>>(Scale)(4));
    }

    [Fact]
    public async Task Async_lambda()
    {
        var factor = 5;
        var there = Travel.Through(
            async (int x) =>
            {
                await Task.Yield();
                return x * factor;
            }
        );

        Assert.Equal(20, await there(4));
    }

    [Fact]
    public async Task Async_lambda_without_a_result_and_one_with_a_value_task()
    {
        var values = new[] { 1, 2 };
        Func<Task> noResult = async () =>
        {
            await Task.Yield();
            values[0]++;
        };
        Func<ValueTask<int>> valueTask = async () =>
        {
            await Task.Yield();
            return values[1];
        };

        await Travel.Through(noResult)();
        Assert.Equal(2, await Travel.Through(valueTask)());
    }

    [Fact]
    public void Iterator_local_function_with_captures()
    {
        var step = 2;
        IEnumerable<int> Count(int to)
        {
            for (var i = 0; i < to; i += step)
                yield return i;
        }

        Assert.Equal([0, 2, 4], Travel.Through<Func<int, IEnumerable<int>>>(Count)(5));
    }

    [Fact]
    public async Task Async_iterator_local_function_with_captures()
    {
        var step = 2;
        async IAsyncEnumerable<int> Count(int to)
        {
            for (var i = 0; i < to; i += step)
            {
                await Task.Yield();
                yield return i;
            }
        }

        var there = await Travel.Through<Func<int, IAsyncEnumerable<int>>>(Count)(5).ToArrayAsync();
        Assert.Equal([0, 2, 4], there);
    }

    [Fact]
    public void Instance_method_group_of_plain_data() => Assert.Equal(7, Travel.Through<Func<int, int>>(new Adder(4).Add)(3));

    [Fact]
    public void Instance_method_group_of_an_object_without_state() =>
        Assert.Equal("<3>", Travel.Through<Func<int, string>>(new Formatter().Format)(3));

    [Fact]
    public void Lambda_that_uses_only_this() => Assert.Equal(15, Travel.Through(new Adder(5).Lambda())(10));

    [Fact]
    public void Lambda_that_uses_this_and_a_local() => Assert.Equal(17, Travel.Through(new Adder(5).LambdaWithLocal(2))(10));

    [Fact]
    public void Lambda_in_a_generic_type()
    {
        Assert.Equal("String:x", Travel.Through(new Box<string>().Describe())("x"));
        Assert.Equal("Int32:4+7", Travel.Through(new Box<int>().DescribeWith(7))(4));
    }

    [Fact]
    public void Lambda_in_a_generic_method()
    {
        Assert.Equal("Int32:3", Travel.Through(DescribeIn<int>())(3));
        Assert.Equal("Dictionary`2:2", Travel.Through(CountIn(new Dictionary<string, List<int[]>> { ["a"] = [], ["b"] = [] }))());
    }

    [Fact]
    public void Generic_method_group() =>
        Assert.Equal(["b", "a"], Travel.Through<Func<string[], string[]>>(Backwards)(["a", "b"]));

    [Fact]
    public void Extension_method_group_on_a_receiver() =>
        Assert.Equal("abcabc", Travel.Through<Func<int, string>>("abc".Times)(2));

    [Fact]
    public void Extension_method_group_on_a_null_receiver() =>
        Assert.Equal("none", Travel.Through<Func<string>>(((string?)null).OrNone)());

    [Fact]
    public void Method_group_of_a_boxed_number() => Assert.Equal("5", Travel.Through<Func<string?>>(5.ToString)());

    [Fact]
    public void Method_group_of_a_struct() => Assert.Equal(7, Travel.Through<Func<int, int>>(new Offset(3).Apply)(4));

    [Fact]
    public void Framework_methods()
    {
        Assert.Equal(3, Travel.Through<Func<double, double>>(Math.Sqrt)(9));
        Assert.Equal("a-b", Travel.Through<Func<string, string, string>>((x, y) => $"{x}-{y}")("a", "b"));
        Assert.Equal(7, Travel.Through<Func<string, int>>(int.Parse)("7"));
        Assert.Equal("xyz!", Travel.Through<Func<int, string, string>>("xyz".Insert)(3, "!"));
        Assert.Equal(1, Travel.Through<Comparison<int>>(Comparer<int>.Default.Compare)(3, 2));
    }

    [Fact]
    public void Open_instance_delegate()
    {
        var upper = typeof(string)
            .GetMethod(nameof(string.ToUpperInvariant), Type.EmptyTypes)!
            .CreateDelegate<Func<string, string>>();

        Assert.Equal("ABC", Travel.Through(upper)("abc"));
    }

    [Fact]
    public void Delegate_of_a_delegate()
    {
        var number = 4;
        Func<int, int> inner = x => x + number;

        Assert.Equal(9, Travel.Through(new Converter<int, int>(inner))(5));
    }

    [Fact]
    public void Overridden_method_group() => Assert.Equal("loud", Travel.Through<Func<string>>(((Voice)new LoudVoice()).Speak)());

    private static int Square(int x) => x * x;

    private static T[] Backwards<T>(T[] values) => values.Reverse().ToArray();

    private static Func<T, string> DescribeIn<T>() => value => $"{typeof(T).Name}:{value}";

    private static Func<string> CountIn<T>(T values)
        where T : System.Collections.ICollection => () => $"{typeof(T).Name}:{values.Count}";
}
