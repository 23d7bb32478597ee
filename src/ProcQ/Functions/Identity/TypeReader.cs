using System.Reflection;
using ProcQ.MessagePack;

namespace ProcQ.Functions.Identity;

/// <summary>Finds the type a <see cref="TypeWriter"/> wrote.</summary>
internal static class TypeReader
{
    private const int MaxRank = 32;

    public static Type Read(ref MessagePackReader reader)
    {
        var parts = reader.ReadArrayHeader();
        if (parts == 2)
            return ReadArray(ref reader);

        Shape.Expect(parts, 4, "A type");
        var assembly = AssemblyReader.Read(ref reader);
        var name = NameReader.Read(ref reader);
        int? token = reader.TryReadNil() ? null : reader.ReadInt32();
        var type = KnownTypes.Find(assembly, name) ?? FindByToken(assembly, name, token) ?? FindByName(assembly, name);
        var arguments = ReadAll(ref reader);
        return arguments.Length == 0 ? type : type.MakeGenericType(arguments);
    }

    public static Type[] ReadAll(ref MessagePackReader reader)
    {
        var types = new Type[reader.ReadArrayHeader()];
        for (var i = 0; i < types.Length; i++)
            types[i] = Read(ref reader);

        return types;
    }

    private static Type? FindByToken(Assembly assembly, string name, int? token)
    {
        if (token is null)
            return null;
        try
        {
            return assembly.ManifestModule.ResolveType(token.Value) is { } type && type.FullName == name ? type : null;
        }
        catch (ArgumentException)
        {
            // No such token: added to the caller's code after it was loaded (Hot Reload). The search by name says that it is not there.
            return null;
        }
    }

    private static Type FindByName(Assembly assembly, string name)
    {
        // Null as well when the type is there, and what it derives from is not.
        if (assembly.GetType(name, throwOnError: false) is { } found)
            return found;
        try
        {
            return assembly.GetType(name, throwOnError: true)!;
        }
        catch (TypeLoadException e) when (e.TypeName == name)
        {
            throw new NotTransferableException(
                $"The worker's {assembly.GetName().Name} {assembly.GetName().Version} has no type {name}. "
                    + "Caller and worker don't run the same files; rebuild, and restart the application.",
                e
            );
        }
    }

    private static Type ReadArray(ref MessagePackReader reader)
    {
        var rank = reader.ReadInt32();
        if (rank is < 0 or > MaxRank)
            throw new NotTransferableException(
                $"A function's definition names an array of rank {rank}; the highest is {MaxRank}."
            );

        var element = Read(ref reader);
        return rank == 0 ? element.MakeArrayType() : element.MakeArrayType(rank);
    }
}
