namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>
/// A worker process of one incarnation. It is simulated lazily: what it did up to a moment is worked out when that moment matters, so a
/// batch of small items costs a loop and not an event an item.
/// </summary>
internal sealed class SimChild(SimWorld world, SimSlot slot)
{
    private const long FlushAfter = SimClock.Millisecond;

    private readonly List<SimBatch> _batches = [];
    private long _beginAt;
    private long _endAt;
    private Fate _fate;
    private int _unflushed;
    private long _firstResultAt;
    private long _elapsed;
    private long _wakeAt = long.MaxValue;
    private long _running = -1;
    private long _finished;
    private long _finishedBatches;
    private bool _hasLeft;

    public bool IsAlive { get; private set; } = true;

    public bool IsFrozen { get; private set; }

    /// <summary>The progress page: the item that runs or -1, since when, and what is finished.</summary>
    public long PageRunning =>
        _running < 0 && world.Setup.CoarsePage && _batches.Count > 0 && _batches[0].Begun > 0
            ? _batches[0].Sequence + _batches[0].Begun - 1
            : _running;

    public long PageFinished => world.Setup.CoarsePage ? _finishedBatches : _finished;

    public long Since { get; private set; }

    public void Run(SimBatch batch)
    {
        AdvanceTo(world.Clock.Now);
        if (_hasLeft)
            return;
        if (Next() is null)
            _beginAt = Math.Max(_beginAt, world.Clock.Now) + world.Setup.Gap;
        _batches.Add(batch);
        Sleep();
    }

    public void TakeBack(long sequence)
    {
        AdvanceTo(world.Clock.Now);
        if (!IsAlive || IsFrozen)
            return;
        var (from, count) = (sequence, 0);
        var batch = _batches.Find(b => b.Spans(sequence));
        if (batch is not null)
        {
            from = Math.Max(sequence, batch.Sequence + batch.Begun);
            count = (int)(batch.Sequence + batch.Count - from);
            batch.Count -= count;
            if (batch.Count == 0)
                _batches.Remove(batch);
        }

        // Between two items what is left of a batch may be nothing.
        if (_running < 0 && _batches.Count > 0 && _batches[0].Begun == _batches[0].Count)
            FinishBatch();
        slot.Returned(batch, from, count);
        Sleep();
    }

    /// <summary>The item that runs is asked to stop; some do.</summary>
    public void Ask(long sequence)
    {
        AdvanceTo(world.Clock.Now);
        if (!IsAlive || _running < 0 || !_batches[0].Spans(sequence) || !world.Random.Chance(500))
            return;
        _fate = Fate.Throw;
        _endAt = Math.Min(_endAt, world.Clock.Now + world.Random.Below(SimClock.Millisecond));
        Sleep();
    }

    /// <summary>The time of an item is up. It stops, or gets ready quickly, or goes on.</summary>
    public void TimeUp(long sequence)
    {
        AdvanceTo(world.Clock.Now);
        if (!IsAlive || _running != sequence || _fate is not (Fate.Succeed or Fate.Throw or Fate.Hang))
            return;
        _fate = world.Random.Pick(Fate.Stop, Fate.Stop, Fate.Succeed, _fate, _fate);
        if (_fate is Fate.Stop or Fate.Succeed)
            _endAt = Math.Min(_endAt, world.Clock.Now + world.Random.Below(SimClock.Millisecond));
        Sleep();
    }

    /// <summary>Works out what the child did until <paramref name="time"/>.</summary>
    public void AdvanceTo(long time)
    {
        while (IsAlive && !IsFrozen && NextAt() <= time)
        {
            if (FlushAt() is var flush && flush < WorkAt())
                Flush();
            else if (_running >= 0)
                EndItem();
            else
                BeginItem();
        }
    }

    public void Die()
    {
        if (!IsAlive)
            return;
        IsAlive = false;
        world.Trace?.Add(world.Clock, $"{slot} dies running {_running}, finished {_finished}");
        slot.Died();
    }

    private SimBatch? Next() => _batches.Find(b => b.Begun < b.Count);

    private long FlushAt() => _unflushed > 0 && world.Setup.FlushByTimer ? _firstResultAt + FlushAfter : long.MaxValue;

    private long WorkAt() =>
        _running >= 0 ? _endAt
        : Next() is not null ? _beginAt
        : long.MaxValue;

    private long NextAt() => Math.Min(FlushAt(), WorkAt());

    private void BeginItem()
    {
        var batch = Next()!;
        var index = batch.Index(batch.Sequence + batch.Begun);
        var (fate, duration) = batch.Job.Script(index, batch.Job[index].Begun, world.IsCalm);
        if (fate == Fate.CrashBefore)
        {
            Die();
            return;
        }

        if (fate == Fate.Freeze && batch.Begun == 0)
        {
            IsFrozen = true;
            return;
        }

        world.Ledger.Begin(slot, batch.Job, index, _beginAt);
        _running = batch.Sequence + batch.Begun++;
        Since = _beginAt;
        _fate = fate;
        _endAt = fate == Fate.Hang ? long.MaxValue : _beginAt + duration;
    }

    private void EndItem()
    {
        if (_fate == Fate.CrashIn)
        {
            Die();
            return;
        }

        _finished = _running + 1;
        _running = -1;
        _beginAt = _endAt + world.Setup.Gap;
        var batch = _batches[0];
        if (_fate is Fate.Throw or Fate.Stop)
        {
            Flush();
            // Functions also say so whom nobody asked.
            var stopped = _fate == Fate.Stop || batch.Reported % 4 == 3;
            slot.Failed(batch, batch.Sequence + batch.Reported++, stopped);
        }
        else
        {
            if (_unflushed++ == 0)
                _firstResultAt = _endAt;
            _elapsed += _endAt - Since;
        }

        if (_fate == Fate.Leave)
            Leave();
        else if (_fate == Fate.CrashAfter)
            Die();
        else if (batch.Begun == batch.Count)
            FinishBatch();
        else if (batch.Job.Plan.Terms.AtMostOnce || _endAt - _firstResultAt >= FlushAfter)
            Flush();
        if (_fate != Fate.CrashFlushed)
            return;
        Flush();
        Die();
    }

    /// <summary>What it has not begun is for others.</summary>
    private void Leave()
    {
        _finishedBatches = _finished;
        Flush();
        _batches.Clear();
        _hasLeft = true;
        slot.Left();
    }

    private void FinishBatch()
    {
        _finishedBatches = _batches[0].Sequence + _batches[0].Count;
        Flush();
        _batches.RemoveAt(0);
    }

    private void Flush()
    {
        if (_unflushed == 0)
            return;
        var batch = _batches[0];
        slot.Results(batch, batch.Sequence + batch.Reported, _unflushed, TimeSpan.FromTicks(_elapsed / 100));
        batch.Reported += _unflushed;
        (_unflushed, _elapsed) = (0, 0);
    }

    /// <summary>The next look is when something can come of it, but not sooner than the world wants to look again.</summary>
    private void Sleep()
    {
        var next = NextAt();
        if (!IsAlive || IsFrozen || next == long.MaxValue || _wakeAt <= next)
            return;
        var at = _wakeAt = Math.Max(next, world.Clock.Now + world.Setup.Quantum);
        world.Clock.At(at, () => Wake(at));
    }

    private void Wake(long at)
    {
        if (_wakeAt != at)
            return;
        _wakeAt = long.MaxValue;
        AdvanceTo(world.Clock.Now);
        Sleep();
    }
}
