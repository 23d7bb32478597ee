using System.Buffers;

namespace ProcQ;

/// <summary>
/// Writes and reads the arguments and results of a pool's functions in place of ProcQ's own MessagePack; see
/// <see cref="ProcessPoolOptions.PayloadCodec"/>. One instance serves all threads of its process at once.
/// </summary>
/// <remarks>
/// What a function captures is not its concern: captured variables always travel as ProcQ's own MessagePack. An exception that an implementation
/// throws fails the item at hand and nothing else.
/// </remarks>
public interface IPayloadCodec
{
    /// <summary>Writes one value, null too. Its length need not be written: the reader is given exactly these bytes.</summary>
    /// <typeparam name="T">The type in the function's signature, on both sides.</typeparam>
    /// <param name="output">Valid during this call only.</param>
    /// <param name="value">What is to travel.</param>
    void Write<T>(IBufferWriter<byte> output, T value);

    /// <summary>Reads one value.</summary>
    /// <typeparam name="T">The type in the function's signature, on both sides.</typeparam>
    /// <param name="bytes">
    /// What <see cref="Write{T}"/> wrote for this value. Valid during this call only: what is to stay must be copied.
    /// </param>
    T Read<T>(in ReadOnlySequence<byte> bytes);
}
