using System.Globalization;

namespace ProcQ.Tests.MessagePack.Interop;

/// <summary>Values in the words that every end of the interop tests uses, so that readings can be compared across languages.</summary>
internal static class InteropWords
{
    public static string Of(object? value) =>
        value switch
        {
            null => "n",
            true => "t",
            false => "f",
            float number => Of((double)number),
            double number when double.IsNaN(number) => "dnan",
            double number => $"d{BitConverter.DoubleToUInt64Bits(number):x16}",
            string text => "s" + Convert.ToHexStringLower(System.Text.Encoding.UTF8.GetBytes(text)),
            byte[] bytes => "b" + Convert.ToHexStringLower(bytes),
            DateTime time => $"T{(time.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond}",
            object?[] items => $"[{string.Join(",", items.Select(Of))}]",
            Dictionary<object, object?> map => $"{{{string.Join(",", map.Select(e => $"{Of(e.Key)}={Of(e.Value)}"))}}}",
            _ => string.Create(CultureInfo.InvariantCulture, $"i{value}"),
        };
}
