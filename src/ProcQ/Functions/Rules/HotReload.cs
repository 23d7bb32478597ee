using System.Collections.Concurrent;
using System.Reflection;
using ProcQ.Functions.Rules;

[assembly: System.Reflection.Metadata.MetadataUpdateHandler(typeof(HotReload))]

namespace ProcQ.Functions.Rules;

/// <summary>
/// Remembers what Hot Reload changed. It patches the running process only: the file and its MVID stay as they were, so a worker would
/// run the old body of an edited lambda, and would not find a new one.
/// </summary>
internal static class HotReload
{
    private static readonly ConcurrentDictionary<Module, Module> _changed = new();
    private static volatile bool _anyChanged;
    private static volatile bool _allChanged;

    /// <summary>The reason against sending a function of a patched module, or null.</summary>
    public static Refusal? Find(MethodInfo method) =>
        _anyChanged && (_allChanged || _changed.ContainsKey(method.Module))
            ? new Refusal(
                $"{method.Module.Assembly.GetName().Name} was changed by Hot Reload, and a worker would load the code of the last build from disk",
                "Restart the application (in 'dotnet watch' press Ctrl+R)."
            )
            : null;

    /// <summary>Called by the runtime's Hot Reload agent, before <see cref="UpdateApplication"/>.</summary>
    public static void ClearCache(Type[]? updatedTypes) => UpdateApplication(updatedTypes);

    /// <summary>Called by the runtime's Hot Reload agent with the types that changed, or null when it doesn't know.</summary>
    public static void UpdateApplication(Type[]? updatedTypes)
    {
        if (updatedTypes is null)
            _allChanged = true;
        else
            Array.ForEach(updatedTypes, type => _changed.TryAdd(type.Module, type.Module));

        _anyChanged = true;
        FunctionEncoder.Forget();
    }
}
