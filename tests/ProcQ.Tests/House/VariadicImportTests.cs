using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace ProcQ.Tests.House;

/// <summary>
/// Functions of the C library that take any number of arguments. Apple's ARM passes those elsewhere than an import does, so such an import is marked as Linux's own;
/// the compiler then refuses every call that is not behind a question for Linux.
/// </summary>
public class VariadicImportTests
{
    /// <summary>How many arguments each takes in every call; what comes after them is variadic.</summary>
    private static readonly Dictionary<string, int> Fixed = new(StringComparer.Ordinal)
    {
        ["ioctl"] = 2,
        ["fcntl"] = 2,
        ["open"] = 2,
        ["openat"] = 3,
        ["sem_open"] = 2,
        ["syscall"] = 1,
        ["prctl"] = 1,
    };

    private static readonly string[] Products = ["ProcQ", "ProcQ.MessagePack", "ProcQ.Terminal"];

    [Fact]
    public void Imports_ThatPassMoreThanTheFixedArguments_AreMarkedAsOfLinux()
    {
        var imports = Products.SelectMany(name => Assembly.Load(name).GetTypes()).SelectMany(Imports).ToList();
        Assert.Contains(imports, import => EntryPoint(import) == "ioctl");

        Violations.MustBeNone(
            from import in imports
            where Fixed.TryGetValue(EntryPoint(import)!, out var count) && import.GetParameters().Length > count
            where import.GetCustomAttribute<SupportedOSPlatformAttribute>()?.PlatformName != "linux"
            select $"{import.DeclaringType}.{import.Name} calls {EntryPoint(import)}"
        );
    }

    private static IEnumerable<MethodInfo> Imports(Type type) =>
        type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            .Where(method => !method.Name.StartsWith('<') && EntryPoint(method) is not null);

    private static string? EntryPoint(MethodInfo method) =>
        method.GetCustomAttribute<LibraryImportAttribute>() is { } generated ? generated.EntryPoint ?? method.Name
        : method.GetCustomAttribute<DllImportAttribute>() is { } import ? import.EntryPoint ?? method.Name
        : null;
}
