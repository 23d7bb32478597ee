using System.Reflection;
using System.Runtime.CompilerServices;

namespace ProcQ.Functions.Captures;

/// <summary>Tells what the compiler wrote from what the user wrote, by the names and attributes compilers give.</summary>
internal static class GeneratedCode
{
    /// <summary>
    /// The class that holds a lambda's captured variables (C# <c>&lt;&gt;c__DisplayClass</c>, its capture-free sibling <c>&lt;&gt;c</c>,
    /// VB <c>_Closure$__</c>, an F# closure). Such an object is nothing but its variables, so it can be taken apart and rebuilt by field.
    /// </summary>
    public static bool IsClosure(Type type) =>
        IsCSharpClosure(type)
        || (type.Name.StartsWith("_Closure$__", StringComparison.Ordinal) && IsMarked(type))
        || (type.IsClass && type.Name.Contains('@', StringComparison.Ordinal));

    /// <summary>
    /// A closure whose variables only the C# compiler's own code can reach, which is what makes leaving the unused ones out provably safe.
    /// </summary>
    public static bool IsCSharpClosure(Type type) =>
        type.IsClass && type.Name.StartsWith("<>c", StringComparison.Ordinal) && IsMarked(type);

    /// <summary>A method or the type around it that has no name in the source: lambdas, local functions, state machines, closures.</summary>
    public static bool IsGenerated(MemberInfo member) =>
        member.Name.StartsWith('<') || (member.DeclaringType?.Name.StartsWith('<') ?? false);

    /// <summary>Where a closure keeps the delegate of an inner lambda once it was made; left null, it is made again.</summary>
    public static bool IsLambdaCache(FieldInfo field) => field.Name.StartsWith("<>9", StringComparison.Ordinal);

    /// <summary>The type that holds a suspended async method or iterator, or null when <paramref name="method"/> is an ordinary one.</summary>
    public static Type? StateMachineOf(MethodBase method) =>
        method.GetCustomAttribute<StateMachineAttribute>(inherit: false)?.StateMachineType;

    private static bool IsMarked(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute), inherit: false);
}
