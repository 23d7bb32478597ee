using System.Buffers;
using System.Reflection;
using System.Reflection.Emit;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts;

/// <summary>
/// Formatters written for MessagePack-CSharp, called through a few instructions generated here: its writer and reader are types we have no
/// reference to, and as ref structs they can't be handled by reflection. Each value goes through a buffer of its own.
/// </summary>
internal static class ForeignFormatters
{
    private const string Interface = "MessagePack.Formatters.IMessagePackFormatter`1";

    public static IUntypedFormatter? TryCreate(object formatter, Type type)
    {
        var foreign = Array.Find(formatter.GetType().GetInterfaces(), i => IsFormatterOf(i, type));
        if (foreign is null)
            return null;
        var write = EmitWrite(foreign, type).CreateDelegate(typeof(ForeignWrite<>).MakeGenericType(type), formatter);
        var read = EmitRead(foreign, type).CreateDelegate(typeof(ForeignRead<>).MakeGenericType(type), formatter);
        return (IUntypedFormatter)Generic.Create(typeof(ForeignFormatter<>), [type], write, read);
    }

    private static bool IsFormatterOf(Type candidate, Type type) =>
        candidate.IsGenericType
        && candidate.GetGenericTypeDefinition().FullName == Interface
        && candidate.GetGenericArguments()[0] == type;

    // var writer = new MessagePackWriter(output); formatter.Serialize(ref writer, value, MessagePackSerializerOptions.Standard); writer.Flush();
    private static DynamicMethod EmitWrite(Type foreign, Type type)
    {
        var serialize = foreign.GetMethod("Serialize")!;
        var writerType = serialize.GetParameters()[0].ParameterType.GetElementType()!;
        var method = new DynamicMethod(
            "Write",
            typeof(void),
            [typeof(object), typeof(IBufferWriter<byte>), type],
            foreign.Module,
            true
        );
        var il = method.GetILGenerator();
        var writer = il.DeclareLocal(writerType);
        il.Emit(OpCodes.Ldloca, writer);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(
            OpCodes.Call,
            Needed(writerType.GetConstructor([typeof(IBufferWriter<byte>)]), writerType, "constructor (IBufferWriter<byte>)")
        );
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldloca, writer);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Call, StandardOptions(serialize.GetParameters()[2].ParameterType));
        il.Emit(OpCodes.Callvirt, serialize);
        il.Emit(OpCodes.Ldloca, writer);
        il.Emit(OpCodes.Call, Needed(writerType.GetMethod("Flush", Type.EmptyTypes), writerType, "Flush()"));
        il.Emit(OpCodes.Ret);
        return method;
    }

    // var reader = new MessagePackReader(bytes); return formatter.Deserialize(ref reader, MessagePackSerializerOptions.Standard);
    private static DynamicMethod EmitRead(Type foreign, Type type)
    {
        var deserialize = foreign.GetMethod("Deserialize")!;
        var readerType = deserialize.GetParameters()[0].ParameterType.GetElementType()!;
        var method = new DynamicMethod("Read", type, [typeof(object), typeof(ReadOnlyMemory<byte>)], foreign.Module, true);
        var il = method.GetILGenerator();
        var reader = il.DeclareLocal(readerType);
        il.Emit(OpCodes.Ldloca, reader);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(
            OpCodes.Call,
            Needed(readerType.GetConstructor([typeof(ReadOnlyMemory<byte>)]), readerType, "constructor (ReadOnlyMemory<byte>)")
        );
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldloca, reader);
        il.Emit(OpCodes.Call, StandardOptions(deserialize.GetParameters()[1].ParameterType));
        il.Emit(OpCodes.Callvirt, deserialize);
        il.Emit(OpCodes.Ret);
        return method;
    }

    private static MethodInfo StandardOptions(Type options) =>
        Needed(
            options.GetProperty("Standard", BindingFlags.Static | BindingFlags.Public)?.GetMethod,
            options,
            "static property Standard"
        );

    private static T Needed<T>(T? member, Type type, string what)
        where T : MemberInfo =>
        member ?? throw new MessagePackException($"{type} has no {what}: this version of it is not supported.");
}
