namespace ProcQ.Host;

/// <summary>
/// Who may touch the runner's buffers and its batch. The runner owns them except while it is away: in the user's function, or waiting
/// for a batch. While it is away another thread can borrow them, to send results that wait behind a slow item or to give items back.
/// </summary>
/// <remarks>
/// Each item pays for two stores and a look, and no more: whoever borrows, a thousand times a second at most, pays for the order between what the runner
/// stores and what it reads next.
/// </remarks>
internal sealed class RunnerGate
{
    // Written by the runner.
    private bool _away;

    // Written by who borrows.
    private int _borrowed;

    /// <summary>There are many runners in the process, so the runner keeps that order itself: a barrier for the whole process would be one for all of them.</summary>
    public bool HasNeighbours { private get; set; }

    /// <summary>The runner goes into foreign code.</summary>
    public void Leave() => Volatile.Write(ref _away, true);

    /// <summary>The runner goes to wait: what was asked before this is seen by a check after it.</summary>
    public void LeaveFenced()
    {
        Leave();
        Interlocked.MemoryBarrier();
    }

    /// <summary>The runner is back, if it was away; waits while somebody has borrowed its things.</summary>
    public void Return()
    {
        Volatile.Write(ref _away, false);
        if (HasNeighbours)
            Interlocked.MemoryBarrier();
        if (Volatile.Read(ref _borrowed) != 0)
            AwaitReturn();
    }

    /// <summary>Borrows while the runner is away; false when it is not.</summary>
    public bool TryBorrow()
    {
        if (!Volatile.Read(ref _away) || Interlocked.CompareExchange(ref _borrowed, 1, 0) != 0)
            return false;
        // Either the runner sees on its return that its things are borrowed, or it is seen here to be back.
        if (HasNeighbours)
            Interlocked.MemoryBarrier();
        else
            Interlocked.MemoryBarrierProcessWide();
        if (Volatile.Read(ref _away))
            return true;
        GiveBack();
        return false;
    }

    public void GiveBack() => Volatile.Write(ref _borrowed, 0);

    private void AwaitReturn()
    {
        var spin = new SpinWait();
        while (Volatile.Read(ref _borrowed) != 0)
            spin.SpinOnce();
    }
}
