using System.Reflection.Metadata;

namespace ProcQ.Functions.Identity;

/// <summary>
/// Whether code may differ from the file it was loaded from, so that a token of the caller's may mean something else in the worker: under Hot Reload, or
/// with a profiler. Both are asked for by variables that a worker inherits. (A debugger's edits get tokens that no file has, and are refused for that.)
/// </summary>
internal static class CodeChanges
{
    // In the application's runtimeconfig.json: for whoever rewrites assemblies and keeps their MVID while the application runs, and for tests.
    private const string Switch = "ProcQ.CodeCanChange";

    public static bool ArePossible { get; } =
        MetadataUpdater.IsSupported
        || Environment.GetEnvironmentVariable("CORECLR_ENABLE_PROFILING") == "1"
        || (AppContext.TryGetSwitch(Switch, out var isOn) && isOn);
}
