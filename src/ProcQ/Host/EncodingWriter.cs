using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Encodes each result at once: that may run the user's code, which belongs to its item.</summary>
internal sealed class EncodingWriter<T>(MessagePackFormatter<T> formatter) : ResultWriter<T>
{
    public override void Put(ResultOutlet outlet, T result)
    {
        // Taken only now: while the function ran, somebody else may have sent what was kept, and begun anew.
        var mark = outlet.Mark;
        try
        {
            var writer = new MessagePackWriter(outlet.Values, Payload.FromWorker);
            formatter.Serialize(ref writer, result);
            writer.Flush();
            outlet.ThrowIfTooLarge(mark);
        }
        catch
        {
            outlet.Drop(mark);
            throw;
        }
    }
}
