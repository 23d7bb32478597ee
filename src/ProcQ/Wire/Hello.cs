using System.Security.Cryptography;

namespace ProcQ.Wire;

/// <summary>The first message each way: who speaks, in which version, and, from the worker, the token that proves it is the one that was started.</summary>
/// <param name="Protocol">The version of the wire protocol.</param>
/// <param name="Library">The version of ProcQ.</param>
/// <param name="Runtime">The version of .NET.</param>
/// <param name="ProcessId">The speaker's process.</param>
/// <param name="Token">The token of the start line; empty from the parent.</param>
internal sealed record Hello(int Protocol, string Library, string Runtime, int ProcessId, ReadOnlyMemory<byte> Token)
{
    /// <summary>Raised whenever a frame changes its meaning.</summary>
    public const int CurrentProtocol = 1;

    public const int TokenBytes = 32;

    /// <summary>This process's own greeting.</summary>
    public static Hello Mine(ReadOnlyMemory<byte> token) =>
        new(CurrentProtocol, ProcQVersion.Text, Environment.Version.ToString(), Environment.ProcessId, token);

    /// <summary>Whether both can understand each other. The runtime may differ.</summary>
    public bool Understands(Hello other) =>
        Protocol == other.Protocol && string.Equals(Library, other.Library, StringComparison.Ordinal);

    /// <summary>Whether the sender knows the token. Takes the same time for every wrong one.</summary>
    public bool Proves(ReadOnlySpan<byte> token) => CryptographicOperations.FixedTimeEquals(Token.Span, token);

    public override string ToString() => $"ProcQ {Library}, protocol {Protocol}, .NET {Runtime}, process {ProcessId}";
}
