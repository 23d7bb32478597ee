namespace ProcQ.MessagePack.Contracts;

/// <summary>What a member is known by: a name in a map, or else an index in an array; explicit if an attribute of its own says so.</summary>
internal sealed record ContractKey(string? Name, int Index, bool IsExplicit)
{
    public static ContractKey Of(object key) => new(key as string, key as int? ?? 0, IsExplicit: true);
}
