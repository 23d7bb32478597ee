namespace ProcQ.Scheduling;

/// <summary>Asks items that have used up their time to stop, and kills their workers.</summary>
internal sealed class TimeLimits(PoolState pool, Stopping stopping)
{
    // From the sending of a batch to the beginning of its first item, on a machine that is busy.
    private static readonly TimeSpan BeginSlack = TimeSpan.FromSeconds(1);

    // The same for a worker that would begin, and only waits for a processor: one that was seen so within the time it would have otherwise.
    private static readonly TimeSpan CrowdedSlack = TimeSpan.FromSeconds(30);

    /// <summary>The item in which a worker is, and since when: time limits start there.</summary>
    public void Running(WorkerState worker, long sequence, TimeSpan since, TimeSpan now)
    {
        worker.OwesSince = null;
        worker.BegunAt ??= now;
        if (worker.Find(sequence) is not { Job.Terms: { Timeout: { } limit } terms } lease || now - since < limit)
            KillIfSilent(worker, now);
        else if (terms.TimeoutGrace != Timeout.InfiniteTimeSpan && now - since - limit >= terms.TimeoutGrace)
            stopping.Kill(worker, KillCause.TimedOut, $"an item ran longer than {limit}", sequence);
        else if (!worker.IsLate(sequence))
            Ask(worker, lease, sequence);
    }

    /// <summary>
    /// By its page a worker is in no item, and <paramref name="finished"/> says how far it came. One that does not begin what it was sent
    /// (it was stopped, or hangs before the first item) must not escape the time limit for that, nor one that has finished it and says nothing.
    /// <paramref name="isRunnable"/>: the system says that it could run, if only it got a processor.
    /// </summary>
    public void InNoItem(WorkerState worker, long finished, bool isRunnable, TimeSpan now)
    {
        if (worker.Leases is not [{ Job.Terms.Timeout: { } limit } front, ..])
            return;
        if (isRunnable)
            worker.RunnableAt = now;
        if (finished > front.NextSequence)
            Owes(worker, limit, now);
        else if (now - worker.MovedAt - (now - worker.RunnableAt < BeginSlack ? CrowdedSlack : BeginSlack) >= limit)
            stopping.Kill(worker, KillCause.TimedOut, $"an item did not begin within {limit}", front.NextSequence);
    }

    /// <summary>It has run items whose results are not here. They are on their way, or lost: user code can get hold of the worker's pipe.</summary>
    private void Owes(WorkerState worker, TimeSpan limit, TimeSpan now)
    {
        worker.OwesSince ??= now;
        if (now - worker.OwesSince - pool.Terms.ResultSlack >= limit)
            stopping.Kill(worker, KillCause.Violation, "the results of items that it has finished did not arrive");
    }

    /// <summary>
    /// A page can name another item at each look, and each would have just begun. What a worker was given, and when it last told anything, is no word of its
    /// own: one that has told nothing for as long as all that is open of its batch may take together, from when it was first seen to have begun, has used up its time.
    /// </summary>
    private void KillIfSilent(WorkerState worker, TimeSpan now)
    {
        if (worker.Leases is not [{ Job.Terms: { Timeout: { } limit } terms } front, ..])
            return;
        // In floating point: limits may be as long as a TimeSpan can be.
        var budget = (((double)limit.Ticks + terms.TimeoutGrace.Ticks) * front.Open) + pool.Terms.ResultSlack.Ticks;
        if (terms.TimeoutGrace != Timeout.InfiniteTimeSpan && now - worker.BegunAt is { Ticks: var silence } && silence >= budget)
            stopping.Kill(
                worker,
                KillCause.TimedOut,
                "it told nothing for longer than its items may take together",
                front.NextSequence
            );
    }

    /// <summary>The item is asked to stop. What is behind it in its batch shares its token, and goes back first.</summary>
    private void Ask(WorkerState worker, Lease lease, long sequence)
    {
        worker.BecomeLate(sequence);
        worker.AwaitReturn(lease.NextSequence);
        pool.Emit(new PoolCommand.TakeBack(worker.Id, worker.Generation, lease.NextSequence));
        pool.Emit(new PoolCommand.TimeUp(worker.Id, worker.Generation, sequence));
    }
}
