using System.Buffers;
using ProcQ.Functions;

namespace ProcQ.Tests.Functions;

/// <summary>What a definition promises: equal bytes for equal functions, no work for functions without captures, readable names.</summary>
public class DefinitionTests
{
    private delegate TResult Handler<in T, out TResult>(T value);

    [Fact]
    public void Define_TwiceWithTheSameCaptures_GivesEqualBytes()
    {
        Assert.Equal(Bytes(AddTo(3, "x")), Bytes(AddTo(3, "x")));
        Assert.NotEqual(Bytes(AddTo(3, "x")), Bytes(AddTo(4, "x")));
        Assert.NotEqual(Bytes(AddTo(3, "x")), Bytes(AddTo(3, null)));
    }

    [Fact]
    public void Define_OtherFunctionOrDelegateType_GivesOtherBytes()
    {
        Func<int, int> first = x => x + 1;
        Func<int, int> second = x => x + 2;

        Assert.NotEqual(Bytes(first), Bytes(second));
        Assert.NotEqual(Bytes((Func<double, double>)Math.Sqrt), Bytes((Converter<double, double>)Math.Sqrt));
        Assert.NotEqual(Bytes(TypeName<int>()), Bytes(TypeName<string>()));
    }

    [Fact]
    public void Define_WithoutCaptures_IsMadeOnce()
    {
        var first = FunctionEncoder.Define((Func<int, int>)(x => x * 3));
        Func<double, double> sqrt = Math.Sqrt;

        Assert.False(first.HasCaptures);
        Assert.Same(FunctionEncoder.Define(sqrt), FunctionEncoder.Define(new Func<double, double>(Math.Sqrt)));
    }

    [Fact]
    public void Define_WithCaptures_TakesTheValuesOfThatMoment()
    {
        var number = 1;
        Func<int> function = () => number;
        var before = FunctionEncoder.Define(function);
        number = 2;
        var after = FunctionEncoder.Define(function);

        Assert.True(before.HasCaptures);
        Assert.Equal(1, Resolve<Func<int>>(before)());
        Assert.Equal(2, Resolve<Func<int>>(after)());
    }

    [Fact]
    public void Resolve_BytesInManySegments_Works()
    {
        var definition = FunctionEncoder.Define(AddTo(3, "ab"));
        var sequence = Segments.OfOneByte(definition.Bytes);

        Assert.Equal(10, ((Func<int, int>)FunctionDecoder.Resolve(sequence))(5));
    }

    [Fact]
    public void Resolve_KeepsTheDelegateType()
    {
        Handler<int, string> handler = x => $"{x}";

        Assert.Equal("4", Travel.Through(handler)(4));
        Assert.Equal(
            [1, 2],
            Travel.Through<Func<int[,][], int[]>>(x => x[0, 0])(
                new int[1, 1][]
                {
                    { [1, 2] },
                }
            )
        );
    }

    [Fact]
    public void Name_SaysWhatTheAuthorWouldSay()
    {
        var number = 1;
        static int Local(int x) => x;
        int Capturing(int x) => x + number;

        Assert.Equal("DefinitionTests.Name_SaysWhatTheAuthorWouldSay lambda", Name((int x) => x + 1));
        Assert.Equal("DefinitionTests.Name_SaysWhatTheAuthorWouldSay lambda", Name((int x) => x + number));
        Assert.Equal("DefinitionTests.Name_SaysWhatTheAuthorWouldSay.Local", Name((Func<int, int>)Local));
        Assert.Equal("DefinitionTests.Name_SaysWhatTheAuthorWouldSay.Capturing", Name((Func<int, int>)Capturing));
        Assert.Equal("Math.Sqrt", Name((Func<double, double>)Math.Sqrt));
        Assert.Equal("Box<String>.Describe lambda", Name(new Box<string>().Describe()));
        Assert.Equal("DefinitionTests.Length lambda", Name(Length));
        Assert.Equal("DefinitionTests.constructor lambda", Name(new DefinitionTests().FromConstructor));
    }

    private Func<int> FromConstructor { get; } = () => 1;

    private static Func<string, int> Length => text => text.Length;

    private static Func<string> TypeName<T>() => () => typeof(T).Name;

    private static Func<int, int> AddTo(int number, string? text) => x => x + number + (text?.Length ?? 0);

    private static string Name(Delegate function) => FunctionEncoder.Define(function).Name;

    private static byte[] Bytes(Delegate function) => FunctionEncoder.Define(function).Bytes.ToArray();

    private static T Resolve<T>(FunctionDefinition definition)
        where T : Delegate => (T)FunctionDecoder.Resolve(new ReadOnlySequence<byte>(definition.Bytes));
}
