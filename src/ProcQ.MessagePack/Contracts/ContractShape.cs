using System.Reflection;

namespace ProcQ.MessagePack.Contracts;

/// <summary>
/// What a type looks like on the wire: an array of members by index, or a map of members by name; and how it is made: by a constructor that takes
/// some of them, null for a struct that starts as zeroes.
/// </summary>
internal sealed record ContractShape(Type Type, bool IsArray, ContractMember[] Members)
{
    public ConstructorInfo? Constructor { get; init; }

    /// <summary>The member that each constructor parameter takes.</summary>
    public ContractMember[] Arguments { get; init; } = [];

    /// <summary>Whether arrays of any other length are refused, as for tuples.</summary>
    public bool HasFixedLength { get; init; }

    /// <summary>The interface whose two methods are called before writing and after reading, if the type has it.</summary>
    public Type? Callbacks { get; init; }

    /// <summary>How many places the array has when written.</summary>
    public int WrittenLength
    {
        get
        {
            var length = 0;
            foreach (var member in Members)
                length = member.IsReadable ? Math.Max(length, member.Index + 1) : length;
            return length;
        }
    }

    /// <summary>The member at a place of the array.</summary>
    public ContractMember? At(int index) => Array.Find(Members, m => m.Index == index);
}
