namespace ProcQ.Terminal;

/// <summary>Text of the user's in a row of the terminal: one line, without anything that a terminal would obey, and not endless.</summary>
internal static class Wording
{
    private const int MostChars = 500;

    public static string Of(object? value)
    {
        try
        {
            return OneLine(Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture) ?? "");
        }
        catch (Exception e)
        {
            // ToString is the user's code; what it is about is in the row all the same.
            return $"({value!.GetType().Name} whose text threw {e.GetType().Name})";
        }
    }

    private static string OneLine(string text)
    {
        var shown = text.Length > MostChars ? string.Concat(text.AsSpan(0, MostChars), "…") : text;
        return shown.Any(char.IsControl) ? string.Concat(shown.Select(c => char.IsControl(c) ? ' ' : c)) : shown;
    }
}
