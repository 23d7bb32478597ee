using ProcQ.Engine;
using ProcQ.MessagePack;

namespace ProcQ.Calls;

/// <summary>Encodes the items of a call and hands them in, in groups.</summary>
internal sealed class ByteWriter<T>(PoolEngine engine, Call call, ByValue transfer) : ArgumentWriter<T>(engine, call)
{
    // A group is handed in early when it holds this much.
    private const int GroupBytes = 16 * 1024;
    private const int GroupItems = 512;

    private readonly MessagePackFormatter<T> _formatter = transfer.Payload.Formatter<T>();
    private readonly ByteArguments _arguments = (ByteArguments)call.Arguments;
    private readonly bool _allFit = transfer.Payload.IsPlain<T>();
    private readonly ArgumentBuffer _buffer = new();
    private readonly int[] _ends = new int[GroupItems];
    private int _count;

    protected override int Append(ReadOnlySpan<T> items, out Exception? refusal)
    {
        _count = 0;
        refusal = null;
        if (_allFit)
            EncodeAll(items);
        else
            refusal = Encode(items);
        if (_count > 0 && _arguments.Append(_buffer.Bytes, _ends.AsSpan(0, _count)))
            _buffer.Surrender();
        _buffer.Clear();
        return _count;
    }

    /// <summary>Encodes a group in one go, of what is never refused.</summary>
    private void EncodeAll(ReadOnlySpan<T> items)
    {
        _count = Math.Min(items.Length, GroupItems);
        var writer = new MessagePackWriter(_buffer);
        _formatter.SerializeMany(ref writer, items[.._count], _ends);
        writer.Flush();
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
                if (end == start)
                    return Untransferable.Empty(Next + _count, typeof(T));
                if (end - start > transfer.MaxBytes)
                    return Untransferable.TooLarge(Next + _count, end - start, transfer.MaxBytes);
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
}
