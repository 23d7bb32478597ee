using System.Reflection.Emit;

namespace ProcQ.MessagePack.Contracts.Emit;

/// <summary>Where members wait for a constructor that takes arguments: a local for the value and, unless it is an argument, one for whether it came.</summary>
internal sealed class ReadLocals
{
    private readonly ILGenerator _il;
    private readonly Dictionary<ContractMember, LocalBuilder> _values = [];
    private readonly Dictionary<ContractMember, LocalBuilder> _presences = [];

    public ReadLocals(ILGenerator il, ContractShape shape)
    {
        _il = il;
        AreUsed = shape.Arguments.Length > 0;
        if (!AreUsed)
            return;
        foreach (var member in shape.Members)
        {
            _values.Add(member, il.DeclareLocal(member.Type));
            if (!member.IsSetByConstructor)
                _presences.Add(member, il.DeclareLocal(typeof(bool)));
        }
    }

    public bool AreUsed { get; }

    public void Store(ContractMember member)
    {
        _il.Emit(OpCodes.Stloc, _values[member]);
        if (!_presences.TryGetValue(member, out var present))
            return;
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Stloc, present);
    }

    public void Load(ContractMember member) => _il.Emit(OpCodes.Ldloc, _values[member]);

    public void LoadPresence(ContractMember member) => _il.Emit(OpCodes.Ldloc, _presences[member]);
}
