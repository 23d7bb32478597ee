using System.Security.Cryptography;

namespace HashTree;

/// <summary>What a worker sends back for one file.</summary>
public sealed record FileHash(string Sha256, long Bytes)
{
    // Under the large object heap's limit: a run opens many thousand files.
    private const int BufferBytes = 64 * 1024;

    /// <summary>Runs in a worker. What it throws (no permission, a file that has gone) is the outcome of this one file.</summary>
    public static FileHash Compute(string path)
    {
        using var file = new FileStream(
            path,
            FileMode.Open,
            FileAccess.Read,
            FileShare.ReadWrite | FileShare.Delete,
            BufferBytes,
            FileOptions.SequentialScan
        );
        var hash = SHA256.HashData(file);
        return new FileHash(Convert.ToHexStringLower(hash), file.Position);
    }
}
