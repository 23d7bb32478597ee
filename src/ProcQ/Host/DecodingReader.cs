using ProcQ.MessagePack;

namespace ProcQ.Host;

/// <summary>Decodes each argument when its turn comes: that may run the user's code.</summary>
internal sealed class DecodingReader<T>(MessagePackFormatter<T> formatter) : ArgumentReader<T>
{
    public override T Next(ref ArgumentCursor arguments) => formatter.Deserialize(ref arguments.Reader);
}
