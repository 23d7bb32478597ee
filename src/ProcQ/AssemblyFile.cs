using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace ProcQ;

/// <summary>Where an assembly is. The one place that asks, because the answer may be "in no file", and everybody has to think of that.</summary>
internal static class AssemblyFile
{
    /// <summary>The path of the file; null for one that was loaded from bytes, made at run time, or is inside a single-file application.</summary>
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An empty location is what null stands for.")]
    public static string? Of(Assembly assembly) => assembly.IsDynamic || assembly.Location.Length == 0 ? null : assembly.Location;

    /// <summary>The folder of the file; null where there is none.</summary>
    public static string? FolderOf(Assembly assembly) => Path.GetDirectoryName(Of(assembly));
}
