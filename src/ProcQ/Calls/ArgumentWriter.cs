using ProcQ.Engine;
using ProcQ.MessagePack;

namespace ProcQ.Calls;

/// <summary>Encodes the items of a call and hands them in, in groups. Used by one thread at a time.</summary>
internal sealed class ArgumentWriter<T>(PoolEngine engine, Call call, DeskTerms terms)
{
    // A group is handed in early when it holds this much.
    private const int GroupBytes = 16 * 1024;
    private const int GroupItems = 512;

    private readonly MessagePackFormatter<T> _formatter = terms.Payload.Formatter<T>();
    private readonly int _maxArgumentBytes = terms.MaxArgumentBytes;
    private readonly ArgumentBuffer _buffer = new();
    private readonly int[] _ends = new int[GroupItems];
    private int _count;

    /// <summary>The index the next item will have.</summary>
    public long Next { get; private set; }

    /// <summary>Encodes one item and hands it in.</summary>
    public void Put(T item) => Put([item]);

    /// <summary>Encodes items and hands them in. One that cannot travel gets its outcome here; the call goes on.</summary>
    public void Put(ReadOnlySpan<T> items)
    {
        while (!items.IsEmpty)
        {
            var before = _count;
            var refusal = Encode(items);
            var taken = _count - before;
            Next += taken;
            call.Watch?.Items.Add(items[..taken]);
            HandIn();
            items = items[taken..];
            if (refusal is null)
                continue;
            call.Watch?.Items.Add(items[..1]);
            Refuse(refusal);
            items = items[1..];
        }
    }

    /// <summary>Encodes until the group is full, or an item cannot be encoded; then says why.</summary>
    private Exception? Encode(ReadOnlySpan<T> items)
    {
        var writer = new MessagePackWriter(_buffer);
        try
        {
            foreach (var item in items)
            {
                var start = (int)writer.BytesWritten;
                _formatter.Serialize(ref writer, item);
                var end = (int)writer.BytesWritten;
                if (end - start > _maxArgumentBytes)
                    return Untransferable.TooLarge(Next + _count, end - start, _maxArgumentBytes);
                _ends[_count++] = end;
                if (_count == GroupItems || end >= GroupBytes)
                    break;
            }

            writer.Flush();
            return null;
        }
        catch (Exception e)
        {
            // Encoding runs the user's getters; whatever they throw is the outcome of this item.
            return e;
        }
        finally
        {
            // After a refusal the whole items before it still count.
            writer.Flush();
        }
    }

    private void HandIn()
    {
        if (_count > 0)
        {
            var count = _count;
            if (call.Arguments.Append(_buffer.Bytes, _ends.AsSpan(0, count)))
                _buffer.Surrender();
            _count = 0;
            if (call.Input.Publish(count))
                engine.Announce(call);
        }

        _buffer.Clear();
    }

    private void Refuse(Exception reason)
    {
        call.Arguments.Skip();
        engine.Refuse(call, Untransferable.Argument(Next, reason));
        Next++;
    }
}
