namespace ProcQ.Specs.Support;

/// <summary>
/// Programs that mind the signals of a terminal, whoever started this suite: one that was started in the background ignores some, and so would all that it
/// starts.
/// </summary>
internal static class Minding
{
    /// <summary>What a command line begins with.</summary>
    public static string[] Dotnet { get; } = ["env", "--default-signal=INT,HUP", "dotnet"];
}
