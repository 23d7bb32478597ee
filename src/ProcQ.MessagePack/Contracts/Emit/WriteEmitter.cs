using System.Reflection;
using System.Reflection.Emit;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts.Emit;

/// <summary>
/// Generates the code that writes the members of a contract. The arguments are: 0 the formatters and names it uses, 1 the writer, 2 the value,
/// 3 where to note the member it has come to.
/// </summary>
internal sealed class WriteEmitter
{
    private readonly ContractShape _shape;
    private readonly IUntypedFormatter[] _formatters;
    private readonly DynamicMethod _method;
    private readonly ILGenerator _il;
    private readonly List<object> _parts = [];

    private WriteEmitter(ContractShape shape, IUntypedFormatter[] formatters)
    {
        _shape = shape;
        _formatters = formatters;
        _method = EmitTargets.Writer(shape.Type);
        _il = _method.GetILGenerator();
    }

    public static ContractWrite<T> Emit<T>(ContractShape shape, IUntypedFormatter[] formatters) =>
        new WriteEmitter(shape, formatters).Emit<T>();

    private ContractWrite<T> Emit<T>()
    {
        if (_shape.Callbacks is { } callbacks)
            EmitCallback(callbacks);
        if (_shape.IsArray)
            EmitArray();
        else
            EmitMap();
        _il.Emit(OpCodes.Ret);
        return _method.CreateDelegate<ContractWrite<T>>(_parts.ToArray());
    }

    private void EmitCallback(Type callbacks)
    {
        LoadValue();
        if (_shape.Type.IsValueType)
            _il.Emit(OpCodes.Constrained, _shape.Type);
        _il.Emit(OpCodes.Callvirt, callbacks.GetMethod("OnBeforeSerialize")!);
    }

    private void EmitArray()
    {
        var length = _shape.WrittenLength;
        CallWriter(EmitTargets.WriteArrayHeader, length);
        for (var i = 0; i < length; i++)
        {
            if (_shape.At(i) is { IsReadable: true } member)
                EmitMember(member);
            else
                CallWriter(EmitTargets.WriteNil);
        }
    }

    private void EmitMap()
    {
        var written = Array.FindAll(_shape.Members, m => m.IsReadable);
        if (written.Length == 0)
            CallWriter(EmitTargets.WriteMapHeader, 0);
        for (var i = 0; i < written.Length; i++)
        {
            _il.Emit(OpCodes.Ldarg_1);
            LoadPart(ContractKeys.Encode(written[i].Key!, i == 0 ? written.Length : null));
            _il.Emit(OpCodes.Call, EmitTargets.WriteBytes);
            EmitMember(written[i]);
        }
    }

    private void EmitMember(ContractMember member)
    {
        var index = Array.IndexOf(_shape.Members, member);
        _il.Emit(OpCodes.Ldarg_3);
        _il.Emit(OpCodes.Ldc_I4, index);
        _il.Emit(OpCodes.Stind_I4);

        // A member with a formatter of its own choice is not written directly, even if it is a primitive.
        var direct = member.Attributes.Formatter is not null ? null : EmitTargets.DirectWrite(member.Type);
        if (direct is null)
            LoadPart(_formatters[index]);
        _il.Emit(OpCodes.Ldarg_1);
        LoadMember(member);
        if (direct is null)
            _il.Emit(OpCodes.Callvirt, EmitTargets.Serialize(member.Type));
        else
            _il.Emit(OpCodes.Call, direct);
    }

    private void LoadMember(ContractMember member)
    {
        LoadValue();
        if (member.Property is { } property)
            _il.Emit(_shape.Type.IsValueType ? OpCodes.Call : OpCodes.Callvirt, property.GetMethod!);
        else
            _il.Emit(OpCodes.Ldfld, (FieldInfo)member.Member);
    }

    private void LoadValue()
    {
        if (_shape.Type.IsValueType)
            _il.Emit(OpCodes.Ldarga_S, (byte)2);
        else
            _il.Emit(OpCodes.Ldarg_2);
    }

    private void LoadPart(object part)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldc_I4, _parts.Count);
        _il.Emit(OpCodes.Ldelem_Ref);
        _parts.Add(part);
    }

    private void CallWriter(MethodInfo method, int? argument = null)
    {
        _il.Emit(OpCodes.Ldarg_1);
        if (argument is { } value)
            _il.Emit(OpCodes.Ldc_I4, value);
        _il.Emit(OpCodes.Call, method);
    }
}
