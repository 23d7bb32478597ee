using System.Collections;
using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace ProcQ.Tests.MessagePack.Vectors;

/// <summary>Values in the words of the vector files: the type's name, then the value, collections in brackets.</summary>
internal static class Described
{
    public static string Typed(object? value) => value is null ? "null" : $"{value.GetType().Name} {Plain(value)}";

    public static string Plain(object? value) =>
        value switch
        {
            null => "",
            string text => text,
            DateTime time => $"{time.ToString("o", CultureInfo.InvariantCulture)} {time.Kind}",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            ImmutableArray<int> { IsDefault: true } => "default",
            IEnumerable items => $"[{string.Join(",", items.Cast<object?>().Select(Plain))}]",
            ITuple tuple => $"({string.Join(",", Enumerable.Range(0, tuple.Length).Select(i => Plain(tuple[i])))})",
            _ when value.ToString() == value.GetType().ToString() => value.GetType().Name,
            _ => value.ToString()!,
        };
}
