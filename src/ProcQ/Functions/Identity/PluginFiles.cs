using System.Reflection;
using System.Runtime.Loader;

namespace ProcQ.Functions.Identity;

/// <summary>
/// Finds what a plugin brought: by the plugin's own <c>.deps.json</c>, else beside it. The parent may have used a resolver of its
/// own, which can't travel; these two places are where such resolvers look.
/// </summary>
internal sealed class PluginFiles
{
    private readonly string _folder;
    private readonly AssemblyDependencyResolver? _resolver;

    public PluginFiles(string plugin)
    {
        _folder = Path.GetDirectoryName(plugin)!;
        _resolver = File.Exists(Path.ChangeExtension(plugin, ".deps.json")) ? new AssemblyDependencyResolver(plugin) : null;
    }

    /// <summary>The path of a managed assembly, or null when it isn't this plugin's own.</summary>
    public string? Find(AssemblyName name)
    {
        if (_resolver is not null)
            return _resolver.ResolveAssemblyToPath(name);

        // A plain copy of a build's output holds the application's contracts too; these stay one type on both sides.
        var beside = Path.Combine(_folder, name.Name + ".dll");
        return !HostFiles.HasNamed(name.Name) && File.Exists(beside) ? beside : null;
    }

    /// <summary>The path of a native library, or null when it isn't this plugin's own.</summary>
    public string? FindUnmanaged(string name) => _resolver?.ResolveUnmanagedDllToPath(name);
}
