using System.Globalization;

namespace ProcQ.Workers;

/// <summary>
/// The last step of a start: the pool's initializer, run once in each worker. If it throws or hangs it would do so in every worker,
/// so that is final; if its process ends, somebody else may have ended it, and that is tried again.
/// </summary>
internal sealed class Initialization(SlotTerms terms)
{
    /// <summary>
    /// Has the worker run the initializer and waits for the answer, no longer than a start may take. Null when the worker is ready; otherwise
    /// why it is not, and it has been killed.
    /// </summary>
    public async Task<WorkerStartException?> RunAsync(WorkerSession session, Task<WorkerEvent.Died> life)
    {
        if (terms.Initializer is not { } initializer)
            return null;
        session.Post(new Outgoing.Initialize(initializer));
        session.Pump();
        using var late = new CancellationTokenSource();
        var limit = Task.Delay(Limits.ForTimer(terms.StartTimeout), terms.TimeProvider, late.Token);
        var first = await Task.WhenAny(session.Initialized, life, limit).ConfigureAwait(false);
        await late.CancelAsync().ConfigureAwait(false);
        if (session.Initialized.IsCompleted)
            return await JudgeAsync(session).ConfigureAwait(false);
        if (first != life)
            session.Kill("its initializer did not end");
        var died = await life.ConfigureAwait(false);
        return first == life ? Ended(died) : Hung(died, session);
    }

    private async Task<WorkerStartException?> JudgeAsync(WorkerSession session)
    {
        if (await session.Initialized.ConfigureAwait(false) is not { } report)
            return null;
        session.Kill("its initializer failed");
        var cause = report.Original ?? ErrorBuilder.Build(report.Error);
        return new WorkerStartException(
            $"The initializer of the pool '{terms.PoolName}' failed in {session.Home}: {report.Error.TypeName}: {report.Error.Message}",
            cause
        )
        {
            IsPermanent = true,
            Phase = WorkPhase.Initializing,
            ProcessId = session.ProcessId,
            OutputTail = session.OutputTail,
        };
    }

    // Somebody else may have killed it, so this one does not count as the initializer's own failure before it has repeated itself.
    private WorkerStartException Ended(WorkerEvent.Died died) =>
        new($"The process {died.ProcessId} of the pool '{terms.PoolName}' ended while its initializer ran: {died.Exit.Reason}.")
        {
            Phase = WorkPhase.Initializing,
            ProcessId = died.ProcessId,
            ExitCode = died.Exit.ExitCode,
            OutputTail = died.OutputTail,
        };

    private WorkerStartException Hung(WorkerEvent.Died died, WorkerSession session) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"The initializer of the pool '{terms.PoolName}' did not end within {terms.StartTimeout.TotalSeconds:0.###} s; its {session.Home} {session.KilledWord}{Doing(died.Sight.Condition)}. Raise {nameof(ProcessPoolOptions.StartTimeout)} in the pool's options if it needs longer."
            )
        )
        {
            IsPermanent = true,
            Phase = WorkPhase.Initializing,
            ProcessId = died.ProcessId,
            Condition = died.Sight.Condition,
            OutputTail = died.OutputTail,
        };

    private static string Doing(WorkerCondition condition) =>
        condition switch
        {
            WorkerCondition.Working => " while it used the processor",
            WorkerCondition.Waiting => " while it waited for something",
            WorkerCondition.Stopped => " while it was stopped, by SIGSTOP or a debugger",
            _ => "",
        };
}
