using System.Reflection;
using System.Reflection.Emit;

namespace ProcQ.Tests.House;

/// <summary>The types a type names: in its bases, fields, signatures and locals, and in the IL of its methods.</summary>
internal static class TypeReferences
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Add(found, type.BaseType);
        AddAll(found, type.GetInterfaces());
        AddAll(found, type.GetFields(Declared).Select(field => field.FieldType));
        foreach (var method in type.GetMembers(Declared).OfType<MethodBase>())
        {
            AddSignature(found, method);
            AddBody(found, method);
        }
        return found;
    }

    private static void AddSignature(HashSet<Type> found, MethodBase method)
    {
        AddAll(found, method.GetParameters().Select(parameter => parameter.ParameterType));
        Add(found, (method as MethodInfo)?.ReturnType);
        if (method.IsGenericMethod)
            AddAll(found, method.GetGenericArguments());
    }

    private static void AddBody(HashSet<Type> found, MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
            return;
        AddAll(found, body.LocalVariables.Select(local => local.LocalType));
        AddAll(
            found,
            body.ExceptionHandlingClauses.Where(c => c.Flags == ExceptionHandlingClauseOptions.Clause).Select(c => c.CatchType)
        );
        var il = body.GetILAsByteArray()!;
        for (var at = 0; at < il.Length; )
        {
            var code = OpCodesByValue[il[at] == 0xFE ? (short)(0xFE00 | il[at + 1]) : il[at]];
            at += code.Size;
            if (
                code.OperandType
                is OperandType.InlineMethod
                    or OperandType.InlineField
                    or OperandType.InlineType
                    or OperandType.InlineTok
            )
                AddMember(found, method, BitConverter.ToInt32(il, at));
            at += OperandSize(code, il, at);
        }
    }

    private static void AddMember(HashSet<Type> found, MethodBase within, int token)
    {
        var typeArguments = within.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        var methodArguments = within.IsGenericMethod ? within.GetGenericArguments() : null;
        var member = within.Module.ResolveMember(token, typeArguments, methodArguments);
        Add(found, member as Type ?? member?.DeclaringType);
        if (member is FieldInfo field)
            Add(found, field.FieldType);
        if (member is MethodBase method)
            AddSignature(found, method);
    }

    private static int OperandSize(OpCode code, byte[] il, int at) =>
        code.OperandType switch
        {
            OperandType.InlineNone => 0,
            OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
            OperandType.InlineVar => 2,
            OperandType.InlineI8 or OperandType.InlineR => 8,
            OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(il, at)),
            _ => 4,
        };

    private static void AddAll(HashSet<Type> found, IEnumerable<Type?> types)
    {
        foreach (var type in types)
            Add(found, type);
    }

    private static void Add(HashSet<Type> found, Type? type)
    {
        if (type is null || type.IsGenericParameter)
            return;
        if (type.HasElementType)
        {
            Add(found, type.GetElementType());
            return;
        }
        var definition = type.IsConstructedGenericType ? type.GetGenericTypeDefinition() : type;
        if (found.Add(definition) || type.IsConstructedGenericType)
            AddAll(found, type.IsConstructedGenericType ? type.GetGenericArguments() : []);
    }
}
