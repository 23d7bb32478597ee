namespace ProcQ.MessagePack.Building;

/// <summary>Stands in for the formatter of a type that contains itself, until that one is built.</summary>
internal sealed class DelayedFormatter<T> : MessagePackFormatter<T>, IDelayedFormatter
{
    // Set before the graph it belongs to is published.
    private MessagePackFormatter<T> _formatter = null!;

    public void Bind(IUntypedFormatter formatter) => _formatter = (MessagePackFormatter<T>)formatter;

    public override void Serialize(ref MessagePackWriter writer, T value) => _formatter.Serialize(ref writer, value);

    public override T Deserialize(ref MessagePackReader reader) => _formatter.Deserialize(ref reader);
}
