namespace ProcQ.Queues;

/// <summary>A message as the queue sees it: bytes, or in a queue of threads the message itself.</summary>
/// <param name="Number">When it arrived, counted by the queue: what comes back is put in its place again.</param>
/// <param name="Bytes">What was written, in a queue of processes.</param>
/// <param name="Message">The <see cref="Msg{T}"/>, in a queue of threads.</param>
/// <param name="Deaths">How many readers were lost that had it in their hands.</param>
internal readonly record struct Parcel(long Number, ReadOnlyMemory<byte> Bytes, object? Message, int Deaths)
{
    public static Parcel Of(ReadOnlyMemory<byte> bytes) => new(0, bytes, null, 0);

    /// <summary>The same, with bytes of its own.</summary>
    public Parcel Apart() => this with { Bytes = Bytes.ToArray() };

    public static Parcel Of(object message) => new(0, default, message, 0);
}
