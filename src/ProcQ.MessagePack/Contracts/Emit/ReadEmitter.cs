using System.Reflection;
using System.Reflection.Emit;
using ProcQ.MessagePack.Building;

namespace ProcQ.MessagePack.Contracts.Emit;

/// <summary>
/// Generates the code that reads the members of a contract. The arguments are: 0 the formatters and names it uses, 1 the reader, 2 how many
/// members the header announced, 3 where to note the member it has come to. A value without constructor arguments is made first and its members
/// are set as they come; otherwise all wait in locals until the constructor can be called.
/// </summary>
internal sealed class ReadEmitter
{
    private readonly ContractShape _shape;
    private readonly IUntypedFormatter[] _formatters;
    private readonly DynamicMethod _method;
    private readonly ILGenerator _il;
    private readonly LocalBuilder _value;
    private readonly ReadLocals _locals;
    private readonly List<object> _parts = [];

    private ReadEmitter(ContractShape shape, IUntypedFormatter[] formatters)
    {
        _shape = shape;
        _formatters = formatters;
        _method = EmitTargets.Reader(shape.Type);
        _il = _method.GetILGenerator();
        _value = _il.DeclareLocal(shape.Type);
        _locals = new ReadLocals(_il, shape);
    }

    public static ContractRead<T> Emit<T>(ContractShape shape, IUntypedFormatter[] formatters) =>
        new ReadEmitter(shape, formatters).Emit<T>();

    private ContractRead<T> Emit<T>()
    {
        if (!_locals.AreUsed)
            EmitCreation();
        if (_shape.IsArray)
            EmitArray();
        else
            EmitMap();
        if (_locals.AreUsed)
        {
            EmitCreation();
            EmitAssignments();
        }

        if (_shape.Callbacks is { } callbacks)
            EmitCallback(callbacks);
        _il.Emit(OpCodes.Ldloc, _value);
        _il.Emit(OpCodes.Ret);
        return _method.CreateDelegate<ContractRead<T>>(_parts.ToArray());
    }

    private void EmitCreation()
    {
        if (_shape.Constructor is null)
            return;
        var parameters = _shape.Constructor.GetParameters();
        for (var i = 0; i < parameters.Length; i++)
        {
            var argument = _shape.Arguments[i];
            _locals.Load(argument);
            if (argument.Type.IsValueType && !parameters[i].ParameterType.IsValueType)
                _il.Emit(OpCodes.Box, argument.Type);
        }

        _il.Emit(OpCodes.Newobj, _shape.Constructor);
        _il.Emit(OpCodes.Stloc, _value);
    }

    /// <summary>Straight down the places; a shorter array jumps out, a longer one has its rest skipped.</summary>
    private void EmitArray()
    {
        var end = _il.DefineLabel();
        var length = _shape.Members.Length == 0 ? 0 : Math.Max(0, _shape.Members[^1].Index + 1);
        for (var i = 0; i < length; i++)
        {
            _il.Emit(OpCodes.Ldarg_2);
            _il.Emit(OpCodes.Ldc_I4, i);
            _il.Emit(OpCodes.Ble, end);
            if (_shape.At(i) is { } member)
                EmitMember(member);
            else
                EmitSkip();
        }

        _il.Emit(OpCodes.Ldarg_1);
        _il.Emit(OpCodes.Ldarg_2);
        _il.Emit(OpCodes.Ldc_I4, length);
        _il.Emit(OpCodes.Call, EmitTargets.SkipRest);
        _il.MarkLabel(end);
    }

    /// <summary>A loop over the names that come, in whatever order.</summary>
    private void EmitMap()
    {
        var index = _il.DeclareLocal(typeof(int));
        var test = _il.DefineLabel();
        var body = _il.DefineLabel();
        var next = _il.DefineLabel();
        var members = DefineLabels(_shape.Members.Length);
        _il.Emit(OpCodes.Br, test);
        _il.MarkLabel(body);
        LoadPart(new ContractKeys(_shape.Members));
        _il.Emit(OpCodes.Ldarg_1);
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Call, EmitTargets.ReadKey);
        _il.Emit(OpCodes.Switch, members);
        EmitSkip();
        _il.Emit(OpCodes.Br, next);
        for (var i = 0; i < members.Length; i++)
        {
            _il.MarkLabel(members[i]);
            EmitMember(_shape.Members[i]);
            _il.Emit(OpCodes.Br, next);
        }

        _il.MarkLabel(next);
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, index);
        _il.MarkLabel(test);
        _il.Emit(OpCodes.Ldloc, index);
        _il.Emit(OpCodes.Ldarg_2);
        _il.Emit(OpCodes.Blt, body);
    }

    private Label[] DefineLabels(int count)
    {
        var labels = new Label[count];
        for (var i = 0; i < count; i++)
            labels[i] = _il.DefineLabel();
        return labels;
    }

    private void EmitMember(ContractMember member)
    {
        var index = Array.IndexOf(_shape.Members, member);
        _il.Emit(OpCodes.Ldarg_3);
        _il.Emit(OpCodes.Ldc_I4, index);
        _il.Emit(OpCodes.Stind_I4);
        if (_locals.AreUsed)
        {
            EmitRead(member, index);
            _locals.Store(member);
        }
        else if (member.IsWritable)
        {
            LoadValue();
            EmitRead(member, index);
            EmitSet(member);
        }
        else
        {
            EmitRead(member, index);
            _il.Emit(OpCodes.Pop);
        }
    }

    private void EmitRead(ContractMember member, int index)
    {
        var direct = member.Attributes.Formatter is not null ? null : EmitTargets.DirectRead(member.Type);
        if (direct is null)
            LoadPart(_formatters[index]);
        _il.Emit(OpCodes.Ldarg_1);
        if (direct is null)
            _il.Emit(OpCodes.Callvirt, EmitTargets.Deserialize(member.Type));
        else
            _il.Emit(OpCodes.Call, direct);
    }

    /// <summary>Sets what the constructor did not take, if it came.</summary>
    private void EmitAssignments()
    {
        foreach (var member in _shape.Members)
        {
            if (!member.IsWritable || member.IsSetByConstructor)
                continue;
            var absent = _il.DefineLabel();
            _locals.LoadPresence(member);
            _il.Emit(OpCodes.Brfalse, absent);
            LoadValue();
            _locals.Load(member);
            EmitSet(member);
            _il.MarkLabel(absent);
        }
    }

    private void EmitSet(ContractMember member)
    {
        if (member.Property is { } property)
            _il.Emit(_shape.Type.IsValueType ? OpCodes.Call : OpCodes.Callvirt, property.SetMethod!);
        else
            _il.Emit(OpCodes.Stfld, (FieldInfo)member.Member);
    }

    private void EmitCallback(Type callbacks)
    {
        LoadValue();
        if (_shape.Type.IsValueType)
            _il.Emit(OpCodes.Constrained, _shape.Type);
        _il.Emit(OpCodes.Callvirt, callbacks.GetMethod("OnAfterDeserialize")!);
    }

    private void EmitSkip()
    {
        _il.Emit(OpCodes.Ldarg_1);
        _il.Emit(OpCodes.Call, EmitTargets.Skip);
    }

    private void LoadValue() => _il.Emit(_shape.Type.IsValueType ? OpCodes.Ldloca : OpCodes.Ldloc, _value);

    private void LoadPart(object part)
    {
        _il.Emit(OpCodes.Ldarg_0);
        _il.Emit(OpCodes.Ldc_I4, _parts.Count);
        _il.Emit(OpCodes.Ldelem_Ref);
        _parts.Add(part);
    }
}
