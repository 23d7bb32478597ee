using System.Reflection;
using System.Runtime.Loader;
using ProcQ.MessagePack;

namespace ProcQ.Functions.Identity;

/// <summary>Finds the assembly an <see cref="AssemblyWriter"/> wrote, and refuses any build of it but that one.</summary>
internal static class AssemblyReader
{
    public static Assembly Read(ref MessagePackReader reader)
    {
        if (reader.NextType == MessagePackType.String)
            return Load(NameReader.Read(ref reader), version: null, path: null, context: null);

        Shape.Expect(reader.ReadArrayHeader(), 5, "an assembly");
        var name = NameReader.Read(ref reader);
        var version = NameReader.ReadIfAny(ref reader);
        var expected = new Guid(reader.ReadBytesSpan());
        var assembly = Load(name, version, NameReader.ReadIfAny(ref reader), NameReader.ReadIfAny(ref reader));
        if (assembly.ManifestModule.ModuleVersionId != expected)
            throw new NotTransferableException(Mismatch(assembly, version, expected));

        return assembly;
    }

    private static Assembly Load(string name, string? version, string? path, string? context)
    {
        try
        {
            return context is not null && path is not null ? PluginContext.Load(context, path) : LoadByName(name, path);
        }
        catch (Exception e) when (e is IOException or BadImageFormatException)
        {
            var sought = path is null ? "among the application's files" : "at " + path;
            throw new NotTransferableException(
                $"The worker can't load assembly {name} {version}, which holds the function or a type it needs; it looked {sought}. "
                    + "Put the file where the worker can read it: next to the application, or at the path the caller loaded it from.",
                e
            );
        }
    }

    private static Assembly LoadByName(string name, string? path)
    {
        try
        {
            // The simple name alone: the build is compared by MVID, and a framework assembly may be of a later patch.
            return AssemblyLoadContext.Default.LoadFromAssemblyName(new AssemblyName { Name = name });
        }
        catch (FileNotFoundException) when (path is not null)
        {
            // Not one of the host's files: the parent had loaded it from a path, and so do we.
            return PluginContext.LoadIntoDefault(path);
        }
    }

    private static string Mismatch(Assembly found, string? version, Guid expected)
    {
        var name = found.GetName();
        var location = AssemblyFile.Of(found) ?? "the application bundle";
        return $"The worker loaded another build of {name.Name} than the caller runs: the caller has version {version}, MVID {expected}; "
            + $"the worker has version {name.Version}, MVID {found.ManifestModule.ModuleVersionId}, from {location}. "
            + "The file was probably rebuilt or replaced while the application was running: restart the application.";
    }
}
