using ProcQ.Scheduling;

namespace ProcQ.Engine;

/// <summary>Takes calls from the <see cref="Backlog"/> into the core, as there is room for them. Under the engine's gate.</summary>
internal sealed class Admission(PoolCore core, Backlog backlog)
{
    private readonly Func<bool> _isIdle = () => core.IsIdle;

    /// <summary>How a call ends that the core never knew.</summary>
    public static ResultParcel.Fate NeverRan(OutcomeStatus status, WorkerStartException? fault) =>
        ResultParcel.Fate.NeverRan(new ItemRange(0, 1), status, fault);

    /// <summary>Takes in what there is room for; of a pool that runs nothing any more, all are given up.</summary>
    /// <param name="accept">Makes a call of the core's.</param>
    /// <param name="fault">Why the pool can start no worker; null while it can.</param>
    /// <param name="errands">Where those who wait for the calls are told, outside the gate.</param>
    public void Admit(Func<CallRequest, Call> accept, WorkerStartException? fault, Errands errands)
    {
        if (fault is not null || core.Phase is not (PoolPhase.Open or PoolPhase.Closed))
        {
            var status = fault is null ? OutcomeStatus.Cancelled : OutcomeStatus.WorkerLost;
            errands.GiveUp(backlog.GiveUpAll(), NeverRan(status, fault));
            return;
        }

        while (backlog.Next(core.Places, _isIdle) is { } waiting)
        {
            if (waiting.IsWanted)
                errands.Begin(waiting, accept(waiting.MakeRequest()));
            else
                errands.GiveUp(backlog.GiveUp(waiting), NeverRan(OutcomeStatus.Cancelled, fault));
        }
    }
}
