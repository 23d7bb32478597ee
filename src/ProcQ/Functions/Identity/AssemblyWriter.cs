using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;
using ProcQ.MessagePack;

namespace ProcQ.Functions.Identity;

/// <summary>
/// Writes which build of which assembly is meant: <c>"name"</c> for the shared framework, else
/// <c>[name, version, MVID, path or nil, load context or nil]</c>. The module version id (MVID) changes with every build, so a worker
/// that loaded another one says so instead of running the wrong code. The path is there for assemblies the host can't find itself.
/// </summary>
internal static class AssemblyWriter
{
    private static readonly ConcurrentDictionary<Assembly, byte[]> _written = new();

    public static void Write(ref MessagePackWriter writer, Assembly assembly) =>
        writer.WriteRaw(_written.GetOrAdd(assembly, static asked => Describe(asked)));

    private static byte[] Describe(Assembly assembly)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        Describe(ref writer, assembly);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Describe(ref MessagePackWriter writer, Assembly assembly)
    {
        var name = assembly.GetName();
        if (SharedFramework.Contains(assembly))
        {
            writer.Write(name.Name);
            return;
        }

        writer.WriteArrayHeader(5);
        writer.Write(name.Name);
        writer.Write(name.Version?.ToString());
        writer.WriteBinary(assembly.ManifestModule.ModuleVersionId.ToByteArray());
        writer.Write(PathOf(assembly));
        writer.Write(ContextOf(assembly));
    }

    /// <summary>The file, when the worker's host wouldn't find the assembly by name: a plugin.</summary>
    private static string? PathOf(Assembly assembly) =>
        AssemblyFile.Of(assembly) is { } file && !HostFiles.Contains(file) ? file : null;

    private static string? ContextOf(Assembly assembly)
    {
        var context = AssemblyLoadContext.GetLoadContext(assembly);
        return context is null || context == AssemblyLoadContext.Default ? null : context.Name ?? AssemblyFile.Of(assembly);
    }
}
