using System.Reflection;

namespace ProcQ.Functions.Captures;

/// <summary>What a method's tokens need to be resolved: the type parameters that are in scope in its body.</summary>
internal readonly struct GenericContext(MethodBase method)
{
    /// <summary>The declaring type's parameters.</summary>
    public Type[]? TypeArguments { get; } = method.DeclaringType?.GetGenericArguments();

    /// <summary>The method's own parameters; a constructor has none and says so by throwing.</summary>
    public Type[]? MethodArguments { get; } =
        method is MethodInfo { IsGenericMethod: true } ? method.GetGenericArguments() : null;
}
