using System.Reflection;
using ProcQ.MessagePack;

namespace ProcQ.Functions.Identity;

/// <summary>
/// Writes a closed method: <c>[declaring type, token or nil, name, signature, [arguments]]</c>. The token is exact for one build,
/// where lambda names are not; name and signature check it where code can change without its file, and stand in for it where the framework's patch may differ.
/// </summary>
internal static class MethodWriter
{
    public static void Write(ref MessagePackWriter writer, MethodInfo method)
    {
        writer.WriteArrayHeader(5);
        TypeWriter.Write(ref writer, method.DeclaringType!);
        if (SharedFramework.Contains(method.Module.Assembly))
            writer.WriteNil();
        else
            writer.Write(method.MetadataToken);

        writer.Write(method.Name);
        writer.Write(SignatureOf(method));
        TypeWriter.WriteAll(ref writer, method.IsGenericMethod ? method.GetGenericArguments() : []);
    }

    /// <summary>The signature of the open definition, the same for every instantiation: <c>T Pick[T](System.Collections.Generic.List`1[T])</c>.</summary>
    public static string SignatureOf(MethodBase method) => method.Module.ResolveMethod(method.MetadataToken)!.ToString()!;
}
