using ProcQ.MessagePack;

namespace ProcQ.Functions.Identity;

/// <summary>
/// Writes a closed type by its structure: <c>[assembly, full name, token or nil, [arguments]]</c>, or <c>[rank, element]</c> for an array, where
/// rank 0 is an ordinary <c>T[]</c>. The token is there where the assembly is the very same build, and spares a worker that has just started the search
/// for the name. A worker gets such names only from its own parent.
/// </summary>
internal static class TypeWriter
{
    public static void Write(ref MessagePackWriter writer, Type type)
    {
        if (type.IsArray)
        {
            writer.WriteArrayHeader(2);
            writer.Write(type.IsSZArray ? 0 : type.GetArrayRank());
            Write(ref writer, type.GetElementType()!);
            return;
        }

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
        writer.WriteArrayHeader(4);
        AssemblyWriter.Write(ref writer, type.Assembly);
        writer.Write(definition.FullName);
        if (SharedFramework.Contains(type.Assembly))
            writer.WriteNil();
        else
            writer.Write(definition.MetadataToken);
        WriteAll(ref writer, type.GetGenericArguments());
    }

    public static void WriteAll(ref MessagePackWriter writer, Type[] types)
    {
        writer.WriteArrayHeader(types.Length);
        foreach (var type in types)
            Write(ref writer, type);
    }
}
