using System.Reflection;

namespace ProcQ.Functions.Captures;

/// <summary>The answer of a <see cref="CaptureScan"/>: which fields of the closures around a lambda are used by it.</summary>
/// <param name="usedTokens">The field tokens that were seen, or null when nothing could be proven and all fields count as used.</param>
internal sealed class CapturedFields(HashSet<int>? usedTokens)
{
    private const BindingFlags InstanceFields =
        BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    /// <summary>The answer where there is nothing to leave out.</summary>
    public static CapturedFields All { get; } = new(usedTokens: null);

    /// <summary>The used fields of one closure, in declaration order, so that equal captures make equal bytes.</summary>
    public FieldInfo[] Of(Type closure)
    {
        var canPrune = usedTokens is not null && GeneratedCode.IsCSharpClosure(closure);
        var fields = Array.FindAll(
            closure.GetFields(InstanceFields),
            field => !GeneratedCode.IsLambdaCache(field) && (!canPrune || usedTokens!.Contains(field.MetadataToken))
        );
        Array.Sort(fields, static (left, right) => left.MetadataToken.CompareTo(right.MetadataToken));
        return fields;
    }
}
