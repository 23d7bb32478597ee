using System.Reflection;
using ProcQ.MessagePack;

namespace ProcQ.Functions.Identity;

/// <summary>Finds the method a <see cref="MethodWriter"/> wrote, closed over the same types.</summary>
internal static class MethodReader
{
    private const BindingFlags Declared =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    public static MethodInfo Read(ref MessagePackReader reader)
    {
        Shape.Expect(reader.ReadArrayHeader(), 5, "A method");
        var type = TypeReader.Read(ref reader);
        int? token = reader.TryReadNil() ? null : reader.ReadInt32();
        var name = NameReader.Read(ref reader);
        var signature = NameReader.Read(ref reader);
        var arguments = TypeReader.ReadAll(ref reader);

        var definition = token is null ? FindByName(type, name, signature) : FindByToken(type, token.Value, name, signature);
        // The definition belongs to the open type; its handle together with the closed type gives the closed method.
        var method = (MethodInfo)MethodBase.GetMethodFromHandle(definition.MethodHandle, type.TypeHandle)!;
        return arguments.Length == 0 ? method : method.MakeGenericMethod(arguments);
    }

    private static MethodInfo FindByToken(Type type, int token, string name, string signature)
    {
        try
        {
            if (
                type.Module.ResolveMethod(token) is MethodInfo method
                && method.DeclaringType == Definition(type)
                && IsSame(method, name, signature)
            )
                return method;
        }
        catch (ArgumentException)
        {
            // No such token: as with a wrong one, the file isn't the code the caller runs.
        }

        throw new NotTransferableException(
            $"The worker's {type.Assembly.GetName().Name} (MVID {type.Module.ModuleVersionId}) has no method '{signature}' with token 0x{token:x8} "
                + $"in {type}. The code in the caller was changed without changing the file (Hot Reload, a profiler): restart the application."
        );
    }

    // In one build, which its MVID tells, a token has one meaning. To ask a method for its name costs a worker that has just started six milliseconds: what the runtime has for text.
    private static bool IsSame(MethodInfo method, string name, string signature) =>
        !CodeChanges.ArePossible || (method.Name == name && method.ToString() == signature);

    private static MethodInfo FindByName(Type type, string name, string signature) =>
        Definition(type).GetMethods(Declared).FirstOrDefault(method => method.Name == name && method.ToString() == signature)
        ?? throw new NotTransferableException(
            $"The worker's framework ({Environment.Version}) has no method '{signature}' in {type}. "
                + "Caller and worker run different versions of .NET; restart the application after updating .NET."
        );

    private static Type Definition(Type type) => type.IsGenericType ? type.GetGenericTypeDefinition() : type;
}
