using System.Diagnostics;
using ProcQ.Engine;

namespace ProcQ.Calls;

/// <summary>Hands in the items of a call, in groups. Used by one thread at a time.</summary>
internal abstract class ArgumentWriter<T>(PoolEngine engine, Call call)
{
    // So much is not kept back from a worker that has nothing to do.
    private const long ManyBytes = 128 * 1024;

    private Sampling _sampling;

    /// <summary>The index the next item will have.</summary>
    public long Next { get; private set; }

    private bool AreLarge => call.Arguments.HeldBytes >= ManyBytes;

    /// <summary>Hands in one item.</summary>
    public void Put(T item) => Put([item]);

    /// <summary>
    /// Hands in items until so many bytes are held that the input has to wait, and says how many; at least one of them. One that cannot travel gets its outcome
    /// here; the call goes on.
    /// </summary>
    public int Put(ReadOnlySpan<T> items)
    {
        var first = Next;
        if (items.IsEmpty)
            return 0;
        do
        {
            var times = items.Length == 1 ? _sampling.Next() : 1;
            var start = times > 0 ? Stopwatch.GetTimestamp() : 0;
            var taken = Append(items, out var refusal);
            if (times > 0)
                engine.Times.Encoding.AddSince(start, times);
            Next += taken;
            call.Watch?.Items.Add(items[..taken]);
            if (taken > 0 && (call.Input.Publish(taken) || (AreLarge && call.Input.MustTellRest())))
                engine.Announce(call);
            items = items[taken..];
            if (refusal is null)
                continue;
            call.Watch?.Items.Add(items[..1]);
            Refuse(refusal);
            items = items[1..];
        } while (!items.IsEmpty && call.HasRoomForBytes());

        return (int)(Next - first);
    }

    /// <summary>Appends the first items of these to the call's arguments, and says how many; and why the one behind them is refused, if it is.</summary>
    protected abstract int Append(ReadOnlySpan<T> items, out Exception? refusal);

    private void Refuse(Exception reason)
    {
        call.Arguments.Skip();
        engine.Refuse(call, Untransferable.Argument(Next, reason));
        Next++;
    }
}
