using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Loader;

namespace ProcQ.Functions.Identity;

/// <summary>
/// The worker's counterpart of a load context of the parent, found by its name, so that two plugins that bring two versions of a
/// library are as separate here as they were there.
/// </summary>
internal sealed class PluginContext : AssemblyLoadContext
{
    private static readonly ConcurrentDictionary<string, PluginContext> _contexts = new(StringComparer.Ordinal);
    private static readonly ConcurrentDictionary<string, PluginFiles> _defaultPlugins = new(StringComparer.Ordinal);

    private readonly ConcurrentDictionary<string, PluginFiles> _plugins = new(StringComparer.Ordinal);

    static PluginContext() =>
        Default.Resolving += static (context, name) =>
            FirstOf(_defaultPlugins, name) is { } file ? context.LoadFromAssemblyPath(file) : null;

    private PluginContext(string name)
        : base(name) { }

    /// <summary>Loads a file into the context of that name.</summary>
    public static Assembly Load(string context, string path)
    {
        var plugin = _contexts.GetOrAdd(context, static name => new PluginContext(name));
        plugin._plugins.GetOrAdd(path, static file => new PluginFiles(file));
        return plugin.LoadFromAssemblyPath(path);
    }

    /// <summary>Loads a file into the default context; what it needs is found where a plugin's files are.</summary>
    public static Assembly LoadIntoDefault(string path)
    {
        _defaultPlugins.GetOrAdd(path, static file => new PluginFiles(file));
        return Default.LoadFromAssemblyPath(path);
    }

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // A second ProcQ would have a WorkerContext of its own, and it would say that this is no worker.
        if (assemblyName.Name is "ProcQ" or "ProcQ.MessagePack")
            return null;

        return FirstOf(_plugins, assemblyName) is { } file ? LoadFromAssemblyPath(file) : null;
    }

    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        var file = _plugins
            .Values.Select(plugin => plugin.FindUnmanaged(unmanagedDllName))
            .FirstOrDefault(path => path is not null);
        return file is null ? IntPtr.Zero : LoadUnmanagedDllFromPath(file);
    }

    private static string? FirstOf(ConcurrentDictionary<string, PluginFiles> plugins, AssemblyName name) =>
        plugins.Values.Select(plugin => plugin.Find(name)).FirstOrDefault(path => path is not null);
}
