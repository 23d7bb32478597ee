using System.Runtime.ExceptionServices;
using ProcQ.Engine;
using ProcQ.Launching;
using ProcQ.Scheduling;
using ProcQ.Wire;
using ProcQ.Workers;

namespace ProcQ.Calls;

/// <summary>Makes outcomes of what the pool reports.</summary>
internal sealed class OutcomeBuilder<TResult>(CallInfo info)
{
    public static Outcome<TResult> Succeeded(long index, TResult result, TimeSpan duration, ResultParcel.Values parcel) =>
        new(index, OutcomeStatus.Succeeded, result, null)
        {
            Duration = duration,
            Attempts = parcel.Items.Attempt,
            WorkerId = parcel.Origin.WorkerId,
        };

    /// <summary>A result came, and is not what it should be.</summary>
    public static Outcome<TResult> Undecodable(long index, ResultParcel.Values parcel, Exception cause) =>
        new(index, OutcomeStatus.Failed, default, Untransferable.Result(index, cause.Message, cause))
        {
            Attempts = parcel.Items.Attempt,
            WorkerId = parcel.Origin.WorkerId,
        };

    public Outcome<TResult> Failed(ResultParcel.Failure parcel)
    {
        var (items, report, origin) = (parcel.Items, parcel.Report, parcel.Origin);
        var error = Error(items.First, report);
        // It stopped because it was asked to: that is the caller's wish come true.
        var cancelled = error is OperationCanceledException && info.Caller.IsCancellationRequested;
        if (cancelled)
            error = new OperationCanceledException("The call was cancelled, and the function stopped.", error, info.Caller);
        RemoteErrors.Attach(
            error,
            new RemoteError(
                origin.WorkerId,
                origin.ProcessId,
                items.First,
                items.Attempt,
                report.Error.TypeName,
                report.Error.StackTrace
            )
        );
        return new Outcome<TResult>(items.First, cancelled ? OutcomeStatus.Cancelled : OutcomeStatus.Failed, default, error)
        {
            Duration = report.Elapsed,
            Attempts = items.Attempt,
            WorkerId = origin.WorkerId,
        };
    }

    public static Outcome<TResult> Refused(ResultParcel.Refused parcel) =>
        new(parcel.Items.First, OutcomeStatus.Failed, default, parcel.Error) { Attempts = 0 };

    public Outcome<TResult> Ended(long index, ResultParcel.Fate parcel)
    {
        Exception error = parcel.Status switch
        {
            OutcomeStatus.TimedOut => TimedOut(index, parcel),
            OutcomeStatus.Cancelled when info.Caller.IsCancellationRequested => new OperationCanceledException(
                "The call was cancelled.",
                info.Caller
            ),
            OutcomeStatus.Cancelled => new OperationCanceledException(
                "The call was cancelled: its pool was terminated, or its results are not wanted."
            ),
            _ when parcel.Loss?.Cause is { } cause => cause.Retold("The item was not run, because no worker could be started."),
            _ => Lost(index, parcel),
        };
        return new Outcome<TResult>(index, parcel.Status, default, error)
        {
            Attempts = parcel.Items.Touched ? parcel.Items.Attempt : parcel.Items.Attempt - 1,
            WorkerId = parcel.Origin.WorkerId,
        };
    }

    /// <summary>Throws when the call was cut short: what came is not all there is.</summary>
    public void ThrowIfCutShort(CallHandle handle, long next)
    {
        if (handle.WasCutShort)
            ExceptionDispatchInfo.Throw(Ended(next, handle.FateOfUnread(new ItemRange(next, 1))).Error!);
    }

    private Exception Error(long index, FailureReport report)
    {
        var error = report.Original ?? ErrorBuilder.Build(report.Error);
        return report.Step switch
        {
            ItemStep.Argument => new NotTransferableException(
                $"The argument of item {index} could not be read in the worker: {report.Error.Message}",
                error
            ),
            ItemStep.Result => Untransferable.Result(index, report.Error.Message, error),
            ItemStep.Definition => Untransferable.Function(info.Name, error),
            _ => error,
        };
    }

    private TaskTimeoutException TimedOut(long index, ResultParcel.Fate parcel) =>
        new(LossText.TimedOut(index, info, parcel))
        {
            Timeout = info.Timeout ?? System.Threading.Timeout.InfiniteTimeSpan,
            Index = index,
            Attempt = parcel.Items.Attempt,
            WorkerId = parcel.Origin.WorkerId,
            ProcessId = parcel.Origin.ProcessId,
            // An item that stopped by itself was in its function.
            Phase = parcel.Loss?.Phase ?? WorkPhase.Running,
            Condition = parcel.Loss?.Sight.Condition ?? WorkerCondition.Unknown,
            RunningFor = parcel.Loss?.RanFor,
            OutputTail = parcel.Loss?.OutputTail ?? "",
            EarlierAttempts = parcel.Earlier,
        };

    private WorkerLostException Lost(long index, ResultParcel.Fate parcel)
    {
        var loss = parcel.Loss ?? new Loss(new ProcessExit(null, "its end was not seen"), "");
        return new WorkerLostException(LossText.Lost(index, info.Name, parcel))
        {
            WorkerId = parcel.Origin.WorkerId,
            ProcessId = parcel.Origin.ProcessId,
            Phase = loss.Phase,
            RunningFor = loss.RanFor,
            ExitCode = loss.Exit.ExitCode,
            ExitReason = loss.Exit.Reason,
            KillReason = loss.Exit.KillReason,
            OutputTail = loss.OutputTail,
            MemoryBytes = loss.Sight.MemoryBytes,
            Index = index,
            Attempt = parcel.Items.Attempt,
            MayHaveExecuted = parcel.MayHaveExecuted,
            EarlierAttempts = parcel.Earlier,
        };
    }
}
