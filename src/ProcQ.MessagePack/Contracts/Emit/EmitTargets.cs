using System.Reflection;
using System.Reflection.Emit;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts.Emit;

/// <summary>The methods that generated code calls.</summary>
internal static class EmitTargets
{
    private static readonly Type[] s_writer = [typeof(object[]), typeof(MessagePackWriter).MakeByRefType()];
    private static readonly Type[] s_reader = [typeof(object[]), typeof(MessagePackReader).MakeByRefType()];

    public static readonly MethodInfo WriteArrayHeader = typeof(MessagePackWriter).GetMethod(
        nameof(MessagePackWriter.WriteArrayHeader)
    )!;
    public static readonly MethodInfo WriteMapHeader = typeof(MessagePackWriter).GetMethod(
        nameof(MessagePackWriter.WriteMapHeader)
    )!;
    public static readonly MethodInfo WriteNil = typeof(MessagePackWriter).GetMethod(nameof(MessagePackWriter.WriteNil))!;
    public static readonly MethodInfo WriteBytes = typeof(MessagePackWriter).GetMethod(
        nameof(MessagePackWriter.WriteBytes),
        BindingFlags.Instance | BindingFlags.NonPublic
    )!;
    public static readonly MethodInfo Skip = typeof(MessagePackReader).GetMethod(nameof(MessagePackReader.Skip))!;
    public static readonly MethodInfo SkipRest = typeof(ContractSkipping).GetMethod(nameof(ContractSkipping.SkipRest))!;
    public static readonly MethodInfo ReadKey = typeof(ContractKeys).GetMethod(nameof(ContractKeys.Read))!;

    public static DynamicMethod Writer(Type type) =>
        new(
            $"Write {TypeNames.Short(type)}",
            typeof(void),
            [.. s_writer, type, typeof(int).MakeByRefType()],
            type.Module,
            skipVisibility: true
        );

    public static DynamicMethod Reader(Type type) =>
        new(
            $"Read {TypeNames.Short(type)}",
            type,
            [.. s_reader, typeof(int), typeof(int).MakeByRefType()],
            type.Module,
            skipVisibility: true
        );

    /// <summary>The writer's or reader's own method for a primitive; null where the formatter must be asked.</summary>
    public static MethodInfo? DirectWrite(Type type) =>
        IsDirect(type) ? typeof(MessagePackWriter).GetMethod("Write", [type]) : null;

    public static MethodInfo? DirectRead(Type type) =>
        IsDirect(type) ? typeof(MessagePackReader).GetMethod("Read" + type.Name) : null;

    public static MethodInfo Serialize(Type type) => typeof(MessagePackFormatter<>).MakeGenericType(type).GetMethod("Serialize")!;

    public static MethodInfo Deserialize(Type type) =>
        typeof(MessagePackFormatter<>).MakeGenericType(type).GetMethod("Deserialize")!;

    private static bool IsDirect(Type type) =>
        type == typeof(string) || (type.IsPrimitive && Type.GetTypeCode(type) is >= TypeCode.Boolean and <= TypeCode.Double);
}
