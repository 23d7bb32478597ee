using System.Diagnostics.CodeAnalysis;

namespace ProcQ.Queues;

/// <summary>
/// Who listens to the losses of a queue, through one of its faces. It knows how to read a message and not the queue: that goes when nobody uses it any more, whoever
/// has listened.
/// </summary>
internal sealed class LossTeller<T>(Func<Parcel, Msg<T>> read)
{
    [SuppressMessage("Design", "MA0046", Justification = "As MsgQueue.Lost: what is told is the message.")]
    public event Action<Msg<T>>? Lost;

    public void Tell(Parcel parcel) => Lost?.Invoke(read(parcel));
}
