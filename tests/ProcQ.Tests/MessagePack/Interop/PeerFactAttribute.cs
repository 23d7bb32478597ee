namespace ProcQ.Tests.MessagePack.Interop;

/// <summary>
/// A test that needs another implementation of MessagePack. Without it the test is skipped and says why; in CI, where nobody reads that, it runs
/// and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PeerFactAttribute : FactAttribute
{
    public PeerFactAttribute(string peer)
    {
        var needed = peer == nameof(Peer.Python) ? Peer.Python : Peer.JavaScript;
        if (!IsCI && needed.Missing is { } why)
            Skip = why;
    }

    private static bool IsCI =>
        string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);
}
