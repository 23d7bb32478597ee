namespace ProcQ.Queues;

/// <summary>What a <see cref="MsgQueue{T}"/> stands on: the queue itself, or the way to it.</summary>
internal abstract class QueueEnd<T>
{
    public abstract QueueKind Kind { get; }

    public abstract int Capacity { get; }

    /// <summary>How many messages wait.</summary>
    public abstract int Count { get; }

    /// <summary>Where others find the queue. It can be found from now on.</summary>
    public abstract QueueAddress Address { get; }

    /// <summary>Puts a message if that can be done at once.</summary>
    public abstract bool TryPut(in Msg<T> message);

    public abstract void Put(in Msg<T> message, CancellationToken ct);

    public abstract Task PutAsync(Msg<T> message, CancellationToken ct);

    public abstract void End();

    public abstract QueueReader<T> Read();

    public abstract void Dispose();
}
