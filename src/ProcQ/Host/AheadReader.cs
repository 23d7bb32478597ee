using ProcQ.MessagePack;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>Decodes many primitives at a time: that runs nobody's code, and a loop over them costs a fraction of one by one.</summary>
internal sealed class AheadReader<T>(MessagePackFormatter<T> formatter) : ArgumentReader<T>
{
    private T[] _values = [];
    private int _next;

    public override T Next(ref ArgumentCursor arguments) => arguments.IsRead ? _values[_next++] : ReadSome(ref arguments);

    private T ReadSome(ref ArgumentCursor arguments)
    {
        var start = arguments.Reader;
        var count = Math.Min(Payload.MostTogether, arguments.Left);
        if (count > _values.Length)
            _values = new T[count];
        try
        {
            formatter.DeserializeMany(ref arguments.Reader, _values.AsSpan(0, count));
        }
        catch (MessagePackException)
        {
            // One of them is no such value, which is the failure of its own item.
            arguments.Reader = start;
            return formatter.Deserialize(ref arguments.Reader);
        }

        arguments.HaveRead(count);
        _next = 1;
        return _values[0];
    }
}
