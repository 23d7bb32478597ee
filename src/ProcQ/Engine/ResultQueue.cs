using System.Diagnostics;

namespace ProcQ.Engine;

/// <summary>Outcomes that wait for the reader of a call. The pool adds; one reader takes. Its size is bounded by the call's window.</summary>
internal sealed class ResultQueue(Signal news, Action<ResultParcel>? settled = null, TimeSpent? unread = null)
{
    private readonly Queue<ResultParcel> _waiting = new();
    private bool _ended;
    private long _unreadSince;
    private long _heldBytes;
    private long _failed;

    /// <summary>Bytes of results that nobody has read yet.</summary>
    public long HeldBytes => Interlocked.Read(ref _heldBytes);

    /// <summary>Items that came without a value. Read under the engine's gate, like all that is added.</summary>
    public long Failed => _failed;

    public void Add(ResultParcel parcel)
    {
        if (parcel is ResultParcel.Values values)
            Interlocked.Add(ref _heldBytes, values.Cargo.Length);
        else
            _failed += parcel.Items.Count;
        settled?.Invoke(parcel);
        lock (_waiting)
        {
            if (_waiting.Count == 0)
                _unreadSince = Stopwatch.GetTimestamp();
            _waiting.Enqueue(parcel);
        }

        news.Set();
    }

    /// <summary>The last outcome has been added.</summary>
    public void End()
    {
        lock (_waiting)
            _ended = true;
        news.Set();
    }

    /// <summary>The next parcel; null when none waits, and <paramref name="ended"/> tells whether one will.</summary>
    public ResultParcel? TryTake(out bool ended)
    {
        lock (_waiting)
        {
            // Never along with a parcel: whoever reads "ended" looks no further.
            ended = false;
            if (!_waiting.TryDequeue(out var parcel))
            {
                ended = _ended;
                return null;
            }

            if (_waiting.Count == 0)
                unread?.AddSince(_unreadSince);
            return parcel;
        }
    }

    /// <summary>The parcel has been read: its bytes are held no longer.</summary>
    public void Free(ResultParcel parcel)
    {
        if (parcel is ResultParcel.Values values)
            Interlocked.Add(ref _heldBytes, -values.Cargo.Length);
    }
}
