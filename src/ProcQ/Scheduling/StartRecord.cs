namespace ProcQ.Scheduling;

/// <summary>How starting workers has gone: failures in a row, and what follows from them.</summary>
internal sealed class StartRecord(PoolTerms terms)
{
    private TimeSpan _failingSince;
    private bool _failsForGood;

    // A worker has been ready: whatever keeps others from it may pass.
    private bool _hasStarted;

    /// <summary>Starts or idle deaths in a row without a useful item between.</summary>
    public int Failures { get; private set; }

    /// <summary>One more failure to start may fault the pool. A spare is not worth that.</summary>
    public bool IsDiscouraged => Failures >= terms.StartFailureLimit - 1;

    /// <summary>A worker is ready.</summary>
    public void Started() => _hasStarted = true;

    /// <summary>A worker was of use.</summary>
    public void Forget() => Failures = 0;

    /// <summary>
    /// Enough starts have failed, and for long enough: many workers that start at once may all meet the same bad moment, so it must last as long as the waits of
    /// one that is tried again and again.
    /// </summary>
    public bool CannotStart(TimeSpan now) =>
        Failures >= terms.StartFailureLimit && (_failsForGood || now - _failingSince >= terms.StartPatience);

    /// <summary>
    /// A worker has ended: notes whether it never came up, or ended before it was of any use. Says so of one that a place was waiting for; the end of a spare faults no pool.
    /// </summary>
    public bool Failed(WorkerState worker, bool permanent, TimeSpan now)
    {
        if (!worker.FailedToStart(now))
            return false;
        permanent &= !_hasStarted;
        if (Failures == 0)
            _failingSince = now;
        var most = worker.Place >= 0 ? terms.StartFailureLimit : terms.StartFailureLimit - 1;
        _failsForGood |= permanent && worker.Place >= 0;
        if (permanent)
            Failures = Math.Max(Failures, most);
        else if (worker.Place >= 0 || !IsDiscouraged)
            Failures++;
        return worker.Place >= 0;
    }
}
