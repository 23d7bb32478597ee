namespace ProcQ.Specs.Pool;

/// <summary>A megabyte that notes how often such a one is encoded in this process.</summary>
public sealed class Counted
{
    public const int Length = 1024 * 1024;

    private static int _encoded;
    private byte[]? _bytes;

    public static int Encoded
    {
        get => Volatile.Read(ref _encoded);
        set => Volatile.Write(ref _encoded, value);
    }

    public byte[] Bytes
    {
        get
        {
            Interlocked.Increment(ref _encoded);
            return _bytes ?? new byte[Length];
        }
        set => _bytes = value;
    }
}
