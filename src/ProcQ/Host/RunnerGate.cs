namespace ProcQ.Host;

/// <summary>
/// Who may touch the runner's buffers and its batch. The runner owns them except while it is away: in the user's function, or waiting
/// for a batch. While it is away another thread can borrow them, to send results that wait behind a slow item or to give items back.
/// </summary>
/// <remarks>One store when the runner leaves and one compare-exchange when it returns: that is all an item pays.</remarks>
internal sealed class RunnerGate
{
    private const int Owned = 0;
    private const int Away = 1;
    private const int Borrowed = 2;

    private int _state;

    /// <summary>The runner goes into foreign code.</summary>
    public void Leave() => Volatile.Write(ref _state, Away);

    /// <summary>The runner goes to wait: what was asked before this is seen by a check after it.</summary>
    public void LeaveFenced() => Interlocked.Exchange(ref _state, Away);

    /// <summary>The runner is back; waits while somebody has borrowed its things.</summary>
    public void Return()
    {
        if (Interlocked.CompareExchange(ref _state, Owned, Away) == Away)
            return;
        var spin = new SpinWait();
        while (Interlocked.CompareExchange(ref _state, Owned, Away) != Away)
            spin.SpinOnce();
    }

    /// <summary>Borrows while the runner is away; false when it is not.</summary>
    public bool TryBorrow() => Interlocked.CompareExchange(ref _state, Borrowed, Away) == Away;

    public void GiveBack() => Volatile.Write(ref _state, Away);
}
