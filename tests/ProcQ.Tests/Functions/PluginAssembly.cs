using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ProcQ.Tests.Functions;

/// <summary>An assembly made for one test, in a file of its own that no deps.json knows, with <c>Program.Twice</c> and a lambda of a top-level program.</summary>
internal sealed class PluginAssembly : IDisposable
{
    public PluginAssembly()
    {
        Directory.CreateDirectory(Folder);
        Name = "Plugin" + Guid.NewGuid().ToString("N");
        var builder = new PersistedAssemblyBuilder(new AssemblyName(Name), typeof(object).Assembly);
        Define(builder.DefineDynamicModule(Name));
        builder.Save(File);
    }

    public string Name { get; }

    public string File => Path.Combine(Folder, Name + ".dll");

    private string Folder { get; } = Directory.CreateTempSubdirectory("procq-plugin-").FullName;

    /// <summary>x => 2 * x, as a method of <c>Program</c> or as a lambda of its top-level statements.</summary>
    public static Func<int, int> Twice(Assembly assembly, string method = "Twice") =>
        assembly
            .GetType("Program", throwOnError: true)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.Public)!
            .CreateDelegate<Func<int, int>>();

    /// <summary>() => used, on a closure that has another variable beside it.</summary>
    public static Func<int> OnClosure(Assembly assembly, string method)
    {
        var closure = assembly.GetType("<>c__DisplayClass0_0", throwOnError: true)!;
        return closure.GetMethod(method)!.CreateDelegate<Func<int>>(Activator.CreateInstance(closure));
    }

    public static void Define(ModuleBuilder module)
    {
        var program = module.DefineType("Program", TypeAttributes.Public);
        foreach (var name in new[] { "Twice", "<<Main>$>b__0_0" })
        {
            var il = program
                .DefineMethod(name, MethodAttributes.Static | MethodAttributes.Public, typeof(int), [typeof(int)])
                .GetILGenerator();
            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldc_I4_2);
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Ret);
        }

        program.CreateType();
        DefineClosure(module);
    }

    /// <summary>A closure as the compiler makes it, and a lambda on it, <c>() => used</c>; an IL weaver added <c>GC.KeepAlive(this)</c> to its twin.</summary>
    private static void DefineClosure(ModuleBuilder module)
    {
        var closure = module.DefineType("<>c__DisplayClass0_0", TypeAttributes.Public | TypeAttributes.Sealed);
        closure.SetCustomAttribute(typeof(CompilerGeneratedAttribute).GetConstructor([])!, [1, 0, 0, 0]);
        var used = closure.DefineField("used", typeof(int), FieldAttributes.Public);
        closure.DefineField("unused", typeof(int), FieldAttributes.Public);
        foreach (var name in new[] { "<Main>b__0", "<Main>b__woven" })
        {
            var il = closure.DefineMethod(name, MethodAttributes.Public, typeof(int), []).GetILGenerator();
            if (name == "<Main>b__woven")
            {
                il.Emit(OpCodes.Ldarg_0);
                il.Emit(OpCodes.Call, typeof(GC).GetMethod(nameof(GC.KeepAlive))!);
            }

            il.Emit(OpCodes.Ldarg_0);
            il.Emit(OpCodes.Ldfld, used);
            il.Emit(OpCodes.Ret);
        }

        closure.CreateType();
    }

    public void Dispose()
    {
        try
        {
            if (Directory.Exists(Folder))
                Directory.Delete(Folder, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            // Windows keeps the file of a loaded assembly; the system's clean-up of the temporary folder takes it.
        }
    }
}
