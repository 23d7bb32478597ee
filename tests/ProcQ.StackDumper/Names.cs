namespace ProcQ.StackDumper;

/// <summary>Whose code a method is.</summary>
internal static class Names
{
    private static readonly string[] Foreign = ["System.", "Microsoft.", "Xunit.", "Interop", "Internal."];

    /// <summary>Neither the runtime's nor the test runner's.</summary>
    public static bool IsOwn(string method) =>
        method.Length > 0 && !Array.Exists(Foreign, f => method.StartsWith(f, StringComparison.Ordinal));
}
