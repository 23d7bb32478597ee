using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Formatters.Scalars;

/// <summary>The types that are one value.</summary>
internal static class ScalarFormatters
{
    public static IUntypedFormatter? TryCreate(Type type)
    {
        if (type.IsEnum)
            return CreateEnum(type);
        if (type.IsPrimitive)
            return TryCreatePrimitive(type);
        if (type == typeof(string))
            return new StringFormatter();
        if (type.IsGenericType || type.FullName is not { } name)
            return null;
        if (type.IsValueType && name == "MessagePack.Nil")
            return (IUntypedFormatter)Generic.Create(typeof(NilFormatter<>), [type]);

        // The name alone is not proof: somebody else's type may bear it.
        return KnownScalars.ByName.TryGetValue(name, out var create) && create() is var formatter && formatter.Type == type
            ? formatter
            : null;
    }

    // Functions, so that the one that is needed does not drag in the types of all the others.
    private static IUntypedFormatter? TryCreatePrimitive(Type type)
    {
        Func<IUntypedFormatter>? create = Type.GetTypeCode(type) switch
        {
            TypeCode.Boolean => static () => new PrimitiveFormatter<bool, BooleanForm>(),
            TypeCode.Byte => static () => new PrimitiveFormatter<byte, ByteForm>(),
            TypeCode.SByte => static () => new PrimitiveFormatter<sbyte, SByteForm>(),
            TypeCode.Int16 => static () => new PrimitiveFormatter<short, Int16Form>(),
            TypeCode.UInt16 => static () => new PrimitiveFormatter<ushort, UInt16Form>(),
            TypeCode.Char => static () => new PrimitiveFormatter<char, CharForm>(),
            TypeCode.Int32 => static () => new PrimitiveFormatter<int, Int32Form>(),
            TypeCode.UInt32 => static () => new PrimitiveFormatter<uint, UInt32Form>(),
            TypeCode.Int64 => static () => new PrimitiveFormatter<long, Int64Form>(),
            TypeCode.UInt64 => static () => new PrimitiveFormatter<ulong, UInt64Form>(),
            TypeCode.Single => static () => new PrimitiveFormatter<float, SingleForm>(),
            TypeCode.Double => static () => new PrimitiveFormatter<double, DoubleForm>(),
            _ => null,
        };
        return create?.Invoke();
    }

    private static IUntypedFormatter CreateEnum(Type type)
    {
        var underlying = Enum.GetUnderlyingType(type);
        return (IUntypedFormatter)Generic.Create(typeof(EnumFormatter<,>), [type, underlying], TryCreatePrimitive(underlying));
    }
}
