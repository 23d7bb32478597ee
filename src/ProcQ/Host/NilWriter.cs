using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>The function returns nothing, and nil stands for it.</summary>
internal sealed class NilWriter<T> : ResultWriter<T>
{
    public override void Put(ResultOutlet outlet, T result)
    {
        var writer = new MessagePackWriter(outlet.Values, Payload.FromWorker);
        writer.WriteNil();
        writer.Flush();
    }
}
