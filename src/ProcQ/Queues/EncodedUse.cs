namespace ProcQ.Queues;

/// <summary>What is done with the bytes of a message while they are there.</summary>
internal delegate TResult EncodedUse<in TState, out TResult>(ReadOnlySpan<byte> bytes, TState state);
