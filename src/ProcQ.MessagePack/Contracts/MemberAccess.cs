using System.Reflection;

namespace ProcQ.MessagePack.Contracts;

/// <summary>The instance members of types, visible or not.</summary>
internal static class MemberAccess
{
    public const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The type and those it derives from, the most basic one first, without object.</summary>
    public static List<Type> Chain(Type type)
    {
        var chain = new List<Type>();
        for (
            var current = type;
            current is not null && current != typeof(object) && current != typeof(ValueType);
            current = current.BaseType
        )
            chain.Insert(0, current);
        return chain;
    }
}
