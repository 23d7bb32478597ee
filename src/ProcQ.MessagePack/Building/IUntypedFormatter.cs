namespace ProcQ.MessagePack.Building;

/// <summary>A formatter seen by code that knows its type only at run time.</summary>
internal interface IUntypedFormatter
{
    Type Type { get; }

    void Serialize(ref MessagePackWriter writer, object? value);

    object? Deserialize(ref MessagePackReader reader);
}
