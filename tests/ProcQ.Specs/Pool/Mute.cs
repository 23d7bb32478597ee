using ProcQ.MessagePack;

namespace ProcQ.Specs.Pool;

/// <summary>Its formatter forgets to write anything.</summary>
[FormattedBy(typeof(MuteFormatter))]
public sealed class Mute;

/// <summary>See <see cref="Mute"/>.</summary>
public sealed class MuteFormatter : MessagePackFormatter<Mute>
{
    public override void Serialize(ref MessagePackWriter writer, Mute value) { }

    public override Mute Deserialize(ref MessagePackReader reader) => new();
}
