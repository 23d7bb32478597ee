using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace ProcQ.Specs.Support;

/// <summary>One of several versions of the same plugin, in a folder and a load context of its own: <c>static int Answer(int x) => x * version</c>.</summary>
internal sealed class VersionedPlugin : IDisposable
{
    private readonly ScratchFolder _folder = new();

    /// <param name="name">What all versions are called.</param>
    /// <param name="version">Its major number, and its factor.</param>
    public VersionedPlugin(string name, int version)
    {
        var made = new PersistedAssemblyBuilder(
            new AssemblyName(name) { Version = new Version(version, 0) },
            typeof(object).Assembly
        );
        var program = made.DefineDynamicModule(name).DefineType("Program", TypeAttributes.Public);
        var il = program
            .DefineMethod("Answer", MethodAttributes.Static | MethodAttributes.Public, typeof(int), [typeof(int)])
            .GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, version);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Ret);
        program.CreateType();
        var file = _folder.In($"{name}.dll");
        made.Save(file);
        var context = new AssemblyLoadContext($"{name} {version}");
        Answer = context
            .LoadFromAssemblyPath(file)
            .GetType("Program", throwOnError: true)!
            .GetMethod("Answer")!
            .CreateDelegate<Func<int, int>>();
    }

    /// <summary>Its function, as this process has it.</summary>
    public Func<int, int> Answer { get; }

    public void Dispose() => _folder.Dispose();
}
