using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Loader;

namespace ProcQ.Specs.Support;

/// <summary>
/// A plugin and a library it needs, made for one spec in a folder of their own and loaded here: <c>class Program : Basis { static int Twice(int x) }</c>.
/// What a worker finds in the folder is up to the spec.
/// </summary>
internal sealed class MadePlugin : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly string _mark = Guid.NewGuid().ToString("N");

    public MadePlugin()
    {
        var context = new AssemblyLoadContext("plugin " + _mark);
        WriteLibrary("Basis");
        var basis = context.LoadFromAssemblyPath(Library).GetType("Basis", throwOnError: true)!;
        var plugin = NewAssembly("Plugin");
        var program = plugin.DefineDynamicModule("Plugin").DefineType("Program", TypeAttributes.Public, basis);
        var il = program
            .DefineMethod("Twice", MethodAttributes.Static | MethodAttributes.Public, typeof(int), [typeof(int)])
            .GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4_2);
        il.Emit(OpCodes.Mul);
        il.Emit(OpCodes.Ret);
        program.CreateType();
        plugin.Save(File);
        Twice = context
            .LoadFromAssemblyPath(File)
            .GetType("Program", throwOnError: true)!
            .GetMethod("Twice")!
            .CreateDelegate<Func<int, int>>();
    }

    /// <summary>The plugin's file.</summary>
    public string File => _folder.In($"Plugin{_mark}.dll");

    /// <summary>The file of the library it needs.</summary>
    public string Library => _folder.In($"Basis{_mark}.dll");

    /// <summary>Its function, as this process has it.</summary>
    public Func<int, int> Twice { get; }

    /// <summary>Puts another file where one was; who has loaded that one keeps it.</summary>
    public static void Replace(string file, string content)
    {
        System.IO.File.Delete(file);
        System.IO.File.WriteAllText(file, content);
    }

    /// <summary>Puts a build of the library there that has this type and no other.</summary>
    public void WriteLibrary(string type)
    {
        System.IO.File.Delete(Library);
        var library = NewAssembly("Basis");
        library.DefineDynamicModule("Basis").DefineType(type, TypeAttributes.Public).CreateType();
        library.Save(Library);
    }

    public void Dispose() => _folder.Dispose();

    private PersistedAssemblyBuilder NewAssembly(string name) => new(new AssemblyName(name + _mark), typeof(object).Assembly);
}
