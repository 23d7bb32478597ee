using System.Diagnostics;
using System.Runtime.InteropServices;
using ProcQ.Engine;

namespace ProcQ.Calls;

/// <summary>
/// Reads the input of a call as far as the pool allows and encodes it. A sequence can be read in steps on the caller's own thread, or by a
/// loop of its own; a stream always by a loop.
/// </summary>
internal sealed class WorkSource<T>(PoolEngine engine, Call call, Items<T> items, DeskTerms terms) : IDisposable
{
    // Between two looks at what has come back.
    private const int StepItems = 4096;

    private readonly ArgumentWriter<T> _writer = terms.Transfer.NewWriter<T>(engine, call);
    private readonly bool _atHand = items.AreAtHand;
    private IEnumerator<T>? _sequence;
    private T[]? _group;
    private int _grouped;
    private int _handedIn;
    private Sampling _sampling;

    /// <summary>The input has been read to its end, or to its error.</summary>
    public bool IsEnded { get; private set; }

    /// <summary>What the input threw.</summary>
    public Exception? Error { get; private set; }

    /// <summary>Reads what may be read now, up to some thousand items; says whether it read any, or found the end.</summary>
    public bool Step()
    {
        var before = _writer.Next;
        try
        {
            for (int room; (room = Room(before + StepItems)) > 0; )
            {
                if (ReadSome(room))
                    continue;
                End(null);
                return true;
            }

            if (_writer.Next < before + StepItems)
                TellRest();
        }
        catch (Exception e)
        {
            // The input is the user's code; its exception is handed to the reader of the results, after what came before it.
            End(e);
            return true;
        }

        return _writer.Next != before;
    }

    /// <summary>Reads all of the input, waiting whenever there is no room, until it ends or nobody wants more.</summary>
    public async Task ReadAllAsync(CancellationToken stop)
    {
        try
        {
            if (items.Stream is null)
                await ReadSequenceAsync().ConfigureAwait(false);
            else
                await ReadStreamAsync(items.Stream, stop).ConfigureAwait(false);
            End(null);
        }
        catch (Exception e)
        {
            // As in Step; a stream that was stopped because nobody wants it any more throws here as well.
            End(e);
        }
    }

    /// <summary>Ends a sequence that was read in steps.</summary>
    public void Dispose() => _sequence?.Dispose();

    /// <summary>How many items may be read now.</summary>
    private int Room(long end)
    {
        var room = (int)Math.Clamp(Math.Min(end, call.Input.Limit) - _writer.Next, 0, StepItems);
        if (room == 0 || call.HasRoomForBytes())
            return room;
        // Whoever could begin is to have what there is, before it is asked whether it needs more.
        TellRest();
        return call.MayReadOne ? 1 : 0;
    }

    /// <summary>Reads and hands in up to <paramref name="most"/> items; false at the end of the sequence.</summary>
    private bool ReadSome(int most)
    {
        if (items.Sequence is T[] or List<T>)
        {
            // Sliced anew each time: a list may have been changed by its owner since.
            // A span of its own: an array of a derived type is not one that may be written to.
            var all = items.Sequence is T[] array
                ? new ReadOnlySpan<T>(array)
                : CollectionsMarshal.AsSpan((List<T>)items.Sequence);
            var rest = all[(int)Math.Min(_writer.Next, all.Length)..];
            _writer.Put(rest[..Math.Min(most, rest.Length)]);
            return !rest.IsEmpty;
        }

        _sequence ??= items.Sequence!.GetEnumerator();
        return _atHand ? ReadGroup(_sequence, most) : ReadOne(_sequence);
    }

    private bool ReadOne(IEnumerator<T> sequence)
    {
        // It may block before the next one: what there is goes at once.
        var times = _sampling.Next();
        var start = times > 0 ? Stopwatch.GetTimestamp() : 0;
        if (!sequence.MoveNext())
            return false;
        var item = sequence.Current;
        if (times > 0)
            engine.Times.Input.AddSince(start, times);
        _writer.Put(item);
        return true;
    }

    private bool ReadGroup(IEnumerator<T> sequence, int most)
    {
        _group ??= new T[512];
        if (_handedIn == _grouped)
            FillGroup(sequence, _group, most);
        var rest = _group.AsSpan(_handedIn, Math.Min(most, _grouped - _handedIn));
        var count = _writer.Put(rest);
        rest[..count].Clear();
        _handedIn += count;
        return _grouped > 0;
    }

    private void FillGroup(IEnumerator<T> sequence, T[] group, int most)
    {
        (_grouped, _handedIn) = (0, 0);
        var start = Stopwatch.GetTimestamp();
        try
        {
            while (_grouped < Math.Min(most, group.Length) && sequence.MoveNext())
                group[_grouped++] = sequence.Current;
        }
        catch
        {
            // What came before its error is still delivered, and there is no later for it.
            for (var put = 0; put < _grouped; )
                put += _writer.Put(group.AsSpan(put, _grouped - put));
            throw;
        }
        finally
        {
            engine.Times.Input.AddSince(start);
        }
    }

    private async Task ReadSequenceAsync()
    {
        try
        {
            while (await RoomAsync().ConfigureAwait(false) is > 0 and var room && ReadSome(room)) { }
        }
        finally
        {
            Dispose();
        }
    }

    private async Task ReadStreamAsync(IAsyncEnumerable<T> stream, CancellationToken stop)
    {
        var reading = stream.GetAsyncEnumerator(stop);
        await using (reading.ConfigureAwait(false))
        {
            while (await RoomAsync().ConfigureAwait(false) > 0 && await reading.MoveNextAsync().ConfigureAwait(false))
                _writer.Put(reading.Current);
        }
    }

    /// <summary>Waits until items may be read, and says how many; none when none are wanted.</summary>
    private async ValueTask<int> RoomAsync()
    {
        while (!call.Input.IsClosed)
        {
            if (Room(long.MaxValue) is > 0 and var room)
                return room;
            TellRest();
            await call.Input.Room.WaitAsync().ConfigureAwait(false);
        }

        return 0;
    }

    /// <summary>What is kept back to be told together with more is told now: the pool waits for it.</summary>
    private void TellRest()
    {
        if (call.Input.MustTellRest())
            engine.Announce(call);
    }

    private void End(Exception? error)
    {
        Error = error;
        IsEnded = true;
        engine.EndInput(call);
    }
}
