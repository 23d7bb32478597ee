namespace ProcQ.Queues;

/// <summary>What a queue is in other processes.</summary>
/// <param name="Pipe">Where it listens; also what it is known by.</param>
/// <param name="Secret">What shows that a process was given the address.</param>
/// <param name="Owner">The process it lives in.</param>
/// <param name="Capacity">How many messages can wait.</param>
/// <param name="MaxMessageBytes">The longest message.</param>
/// <param name="Codec">The definition of the function that makes the user's codec; empty: there is none.</param>
internal sealed record QueueAddress(
    string Pipe,
    ReadOnlyMemory<byte> Secret,
    int Owner,
    int Capacity,
    int MaxMessageBytes,
    ReadOnlyMemory<byte> Codec
)
{
    /// <summary>The longest frame either side may send: a message, what is sent in front of it, and what is around both.</summary>
    public int MaxFrameBytes => MaxMessageBytes + (512 * 1024);

    // The secret stays out of logs.
    public override string ToString() => $"queue of process {Owner} at {Pipe}";
}
