using System.Diagnostics.CodeAnalysis;

namespace ProcQ.Queues;

/// <summary>One reader of a queue, for one thread at a time. Who asks for the next message has finished the one before.</summary>
internal abstract class QueueReader<T> : IDisposable
{
    /// <summary>Waits for the next message; false at the end.</summary>
    public abstract bool TryNext(out Msg<T> message, CancellationToken ct);

    /// <summary>As <see cref="TryNext"/>, without blocking.</summary>
    public abstract ValueTask<(bool Any, Msg<T> Message)> NextAsync(CancellationToken ct);

    /// <summary>What was handed out last.</summary>
    public Parcel Last { get; protected set; }

    /// <summary>Messages that were handed out and of which nobody has made any use go back, to the front, in the order in which they came.</summary>
    public abstract void Return(List<Parcel> parcels);

    /// <summary>What it was sent and did not hand out goes to others.</summary>
    [SuppressMessage("Design", "CA1063", Justification = "There is nothing to finalize.")]
    public abstract void Dispose();
}
