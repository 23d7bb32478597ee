namespace ProcQ.Tests.Fuzzing;

/// <summary>An input that was not treated as it should be.</summary>
internal sealed record FuzzFault(FuzzTarget Target, byte[] Bytes, string What)
{
    public override string ToString() => $"{Target.Name}: {What}\n{Convert.ToHexStringLower(Bytes)}";
}
