using System.Collections;
using System.Reflection;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts;

/// <summary>
/// Types that cannot travel although they have public members: handles to things of this process, and types whose contract would silently lose
/// what they are. Recognised by name along the chain of base types, so that nothing is loaded only to be refused.
/// </summary>
internal static class TypeRefusals
{
    private static readonly Dictionary<string, (string Why, string Fix)> s_known = new(StringComparer.Ordinal)
    {
        ["System.Delegate"] = ("it is a function", "Send the values it needs instead"),
        ["System.IO.Stream"] = ("it is an open stream of this process", "Send the file's path or the bytes"),
        ["System.IO.TextReader"] = ("it is an open reader of this process", "Send the text or the file's path"),
        ["System.IO.TextWriter"] = ("it is an open writer of this process", "Return the text instead"),
        ["System.Threading.Tasks.Task"] = ("it is work that is under way in this process", "Await it and send its result"),
        ["System.Threading.Tasks.ValueTask"] = ("it is work that is under way in this process", "Await it and send its result"),
        ["System.Threading.Tasks.ValueTask`1"] = ("it is work that is under way in this process", "Await it and send its result"),
        ["System.Threading.CancellationToken"] = (
            "it is bound to this process",
            "Take a CancellationToken as a parameter instead"
        ),
        ["System.Threading.CancellationTokenSource"] = (
            "it is bound to this process",
            "Take a CancellationToken as a parameter instead"
        ),
        ["System.Threading.Thread"] = ("it is a thread of this process", "Send what the thread should work on"),
        ["System.Threading.WaitHandle"] = ("it is a handle of this process", "Share state through results instead"),
        ["System.Runtime.InteropServices.SafeHandle"] = (
            "it is a handle of this process",
            "Send what is needed to open it again"
        ),
        ["System.IntPtr"] = ("it is an address in this process", "Send what it points to"),
        ["System.UIntPtr"] = ("it is an address in this process", "Send what it points to"),
        ["System.Linq.Expressions.Expression"] = ("it is code as data", "Send the values it needs instead"),
        ["System.Reflection.MemberInfo"] = ("it is a handle to metadata of this process", "Send the type, or the member's name"),
        ["System.Reflection.Assembly"] = ("it is a handle to metadata of this process", "Send the assembly's name"),
        ["System.Reflection.Module"] = ("it is a handle to metadata of this process", "Send the assembly's name"),
        ["System.Exception"] = ("its stack and inner state belong to this process", "Throw it, or send its message"),
        ["System.Net.Http.HttpMessageInvoker"] = (
            "it is a pool of connections of this process",
            "Send the address and connect at the other end"
        ),
        ["System.MarshalByRefObject"] = ("it is a reference to an object of this process", "Send its values in a record"),
        ["System.Globalization.CultureInfo"] = ("its state belongs to this process", "Send the culture's name"),
        ["System.Net.IPAddress"] = ("it has no form in MessagePack", "Send its text or its bytes"),
    };

    // Public keys of the assemblies that come with .NET and ASP.NET.
    private static readonly string[] s_frameworkTokens =
    [
        "7cec85d7bea7798e",
        "b03f5f7f11d50a3a",
        "b77a5c561934e089",
        "cc7b13ffcd2ddd51",
        "adb9793829ddae60",
        "31bf3856ad364e35",
    ];

    /// <summary>Refuses what the type itself already says cannot travel.</summary>
    public static void Check(Type type, ContractAttributes attributes)
    {
        if (attributes.IsContract && !type.IsInterface && !type.IsAbstract)
            return;
        for (var current = type; current is not null; current = current.BaseType)
        {
            var name = current.IsGenericType ? current.GetGenericTypeDefinition().FullName : current.FullName;
            if (name is not null && s_known.TryGetValue(name, out var known))
                throw Refusal.Of(type, known.Why, known.Fix);
        }

        CheckForm(type);
    }

    /// <summary>Refuses what turns out to have nothing to send.</summary>
    public static void Check(ContractShape shape, ContractAttributes attributes)
    {
        var type = shape.Type;
        if (shape.Members.Length > 0 || attributes.IsContract || type == typeof(ValueTuple))
            return;
        var hasState = type.GetFields(MemberAccess.Instance).Length > 0 || IsFramework(type);
        var showsState = !IsFramework(type) && type.GetProperties(BindingFlags.Instance | BindingFlags.Public).Length > 0;
        if (hasState && !showsState)
            throw Refusal.Of(type, "it has no public members to send", "Send the values it is made from in a record");
    }

    private static void CheckForm(Type type)
    {
        const string UseConcrete = "Use a concrete type, or list the possible ones with [Union(key, typeof(Sub))] on it";
        if (type.IsInterface)
            throw Refusal.Of(type, "it is an interface, and the bytes never name a type", UseConcrete);
        if (type.IsAbstract)
            throw Refusal.Of(type, "it is abstract, and the bytes never name a type", UseConcrete);
        if (typeof(IEnumerable).IsAssignableFrom(type))
        {
            throw Refusal.Of(
                type,
                "it is a collection that cannot be rebuilt",
                "Send an array, or give it a constructor without parameters and Add, or one that takes IEnumerable<T>"
            );
        }

        if (type.Name.EndsWith("e__FixedBuffer", StringComparison.Ordinal))
            throw Refusal.Of(
                type,
                "of a fixed-size buffer only the first element can be seen",
                "Use an array or an inline array"
            );

        // The name of an assembly costs more than all else here, so it is asked for last.
        if ((typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type)) && IsFramework(type))
            throw Refusal.Of(type, "it holds resources of this process", "Send what is needed to create it again");
    }

    private static bool IsFramework(Type type) =>
        type.Assembly.GetName().GetPublicKeyToken() is { Length: > 0 } token
        && Array.Exists(s_frameworkTokens, known => known == Convert.ToHexStringLower(token));
}
