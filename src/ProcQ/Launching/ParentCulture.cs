using System.Globalization;

namespace ProcQ.Launching;

/// <summary>
/// The cultures workers are to have. Null for one the worker finds in its environment by itself: it then looks nothing up before user code
/// asks, which saves its start the load of the culture tables.
/// </summary>
internal sealed record ParentCulture(string? Name, string? UIName)
{
    /// <summary>What the calling thread has now.</summary>
    public static ParentCulture Current() => new(IfChosen(CultureInfo.CurrentCulture), IfChosen(CultureInfo.CurrentUICulture));

    private static string? IfChosen(CultureInfo culture) =>
        string.Equals(culture.Name, CultureInfo.InstalledUICulture.Name, StringComparison.Ordinal) ? null : culture.Name;
}
