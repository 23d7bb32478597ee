using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using ProcQ.Functions.Identity;

namespace ProcQ.Functions.Rules;

/// <summary>
/// Which objects may travel as <c>this</c>. A lambda uses members that the codec would leave out (private fields above all), and its
/// copy would then compute with their defaults; so only an object travels whose whole state does.
/// </summary>
internal static class ReceiverRules
{
    private const BindingFlags Instance =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly ConcurrentDictionary<Type, string?> _lostStates = new();

    /// <summary>True when there is no state to send, so that an empty object is as good as this one.</summary>
    public static bool IsStateless(Type type) => !type.IsArray && type != typeof(string) && StateOf(type).Count == 0;

    /// <summary>The first part of the type's state that a copy would lack; null when the copy is complete.</summary>
    public static string? FindLostState(Type type) => _lostStates.GetOrAdd(type, static asked => SearchLostState(asked));

    /// <summary>True when the type has state and none of it would arrive.</summary>
    public static bool LosesEverything(Type type) =>
        !IsDeclaredData(type)
        && !IsBuiltIn(type)
        && StateOf(type) is { Count: > 0 } state
        && !state.Exists(field => Travels(field, type));

    /// <summary>True when the author said with an attribute which members are the type's data, or how it is written.</summary>
    public static bool IsDeclaredData(Type type) =>
        type.GetCustomAttributesData()
            .Any(attribute =>
                attribute.AttributeType.FullName
                    is "MessagePack.MessagePackObjectAttribute"
                        or "ProcQ.MessagePack.FormattedByAttribute"
                        or "System.Runtime.Serialization.DataContractAttribute"
            );

    /// <summary>The field as the source names it: <c>Limit</c> for the field behind an automatic property, <c>limit</c> for a constructor's.</summary>
    public static string SourceName(FieldInfo field)
    {
        var end = field.Name.IndexOf('>', StringComparison.Ordinal);
        return field.Name.StartsWith('<') && end > 1 ? field.Name[1..end] : field.Name;
    }

    private static string? SearchLostState(Type type)
    {
        if (IsDeclaredData(type) || IsBuiltIn(type))
            return null;

        return StateOf(type).FirstOrDefault(field => !Travels(field, type)) is { } lost ? SourceName(lost) : null;
    }

    private static List<FieldInfo> StateOf(Type type)
    {
        var fields = new List<FieldInfo>();
        for (Type? level = type; level is not null; level = level.BaseType)
            fields.AddRange(level.GetFields(Instance));

        return fields;
    }

    /// <summary>Types of the framework that the codec knows as values, whatever their private fields.</summary>
    private static bool IsBuiltIn(Type type) =>
        type.IsArray
        || (
            IsFramework(type)
            && (
                type.IsValueType
                || type == typeof(string)
                || type.IsAssignableTo(typeof(IEnumerable))
                || type.IsAssignableTo(typeof(Type))
                || IsKnownClass(type)
            )
        );

    private static bool IsKnownClass(Type type) =>
        type == typeof(Uri)
        || type == typeof(Version)
        || type == typeof(System.Text.StringBuilder)
        || type.Name.StartsWith("Tuple`", StringComparison.Ordinal)
        || type.Name.StartsWith("PriorityQueue`", StringComparison.Ordinal);

    private static bool IsFramework(Type type) =>
        type.Assembly == typeof(object).Assembly || SharedFramework.Contains(type.Assembly);

    private static bool Travels(FieldInfo field, Type type)
    {
        var name = SourceName(field);
        var hasParameter = type.GetConstructors()
            .SelectMany(constructor => constructor.GetParameters())
            .Any(parameter => Names(parameter, name));
        if (field.IsPublic)
            return !field.IsInitOnly || hasParameter;

        // The field behind an automatic property, or behind a property of an anonymous type.
        var property = field.Name.StartsWith('<') ? field.DeclaringType!.GetProperty(name) : null;
        return property?.GetMethod is { IsPublic: true } && (property.SetMethod is { IsPublic: true } || hasParameter);
    }

    private static bool Names(ParameterInfo parameter, string member) =>
        string.Equals(parameter.Name, member, StringComparison.OrdinalIgnoreCase);
}
