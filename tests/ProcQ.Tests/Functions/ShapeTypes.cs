namespace ProcQ.Tests.Functions;

public sealed record Adder(int Amount)
{
    public int Add(int x) => x + Amount;

    public Func<int, int> Lambda() => x => x + Amount;

    public Func<int, int> LambdaWithLocal(int local)
    {
        // A second lambda that captures a local makes the compiler put 'this' into the closure.
        return x => x + Amount + local;
    }
}

public class Formatter
{
    public virtual string Format(int x) => $"<{x}>";
}

public readonly record struct Offset(int By)
{
    public int Apply(int x) => x + By;
}

public class Voice
{
    public virtual string Speak() => "calm";
}

public class LoudVoice : Voice
{
    public override string Speak() => "loud";
}

public class Box<T>
{
    public virtual Func<T, string> Describe() => value => $"{typeof(T).Name}:{value}";

    public virtual Func<T, string> DescribeWith<TOther>(TOther other) => value => $"{typeof(T).Name}:{value}+{other}";
}

internal static class TextExtensions
{
    public static string Times(this string text, int count) => string.Concat(Enumerable.Repeat(text, count));

    public static string Concatenated(this string text, string more) => text + more;

    public static string OrNone(this string? text) => text ?? "none";
}
