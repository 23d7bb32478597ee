namespace ProcQ.MessagePack.Contracts.Emit;

/// <summary>What generated code calls to pass over what a contract does not know.</summary>
internal static class ContractSkipping
{
    public static void SkipRest(ref MessagePackReader reader, int count, int known)
    {
        for (var i = known; i < count; i++)
            reader.Skip();
    }
}
