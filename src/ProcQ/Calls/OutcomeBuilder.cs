using System.Globalization;
using System.Runtime.ExceptionServices;
using ProcQ.Engine;
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
            _ when parcel.Loss?.Cause is { } cause => new WorkerStartException(
                $"The item was not run, because no worker could be started. {cause.Message}",
                cause
            )
            {
                ExitCode = parcel.Loss.Exit.ExitCode,
                OutputTail = parcel.Loss.OutputTail,
            },
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
        var error = ErrorBuilder.Build(report.Error);
        return report.Step switch
        {
            FailureStep.Argument => new NotTransferableException(
                $"The argument of item {index} could not be read in the worker: {report.Error.Message}",
                error
            ),
            FailureStep.Result => Untransferable.Result(index, report.Error.Message, error),
            FailureStep.Definition => Untransferable.Function(info.Name, error),
            _ => error,
        };
    }

    private TaskTimeoutException TimedOut(long index, ResultParcel.Fate parcel) =>
        new(
            string.Create(
                CultureInfo.InvariantCulture,
                $"Item {index} of '{info.Name}' ran longer than its limit of {info.Timeout?.TotalSeconds:0.###} s; "
            )
                + (
                    parcel.Loss is null
                        ? $"it stopped when it was asked to, in worker {parcel.Origin.WorkerId} (process {parcel.Origin.ProcessId})."
                        : $"its worker {parcel.Origin.WorkerId} (process {parcel.Origin.ProcessId}) was killed."
                )
                + AttemptText.Of(parcel.Earlier)
        )
        {
            EarlierAttempts = parcel.Earlier,
            Timeout = info.Timeout ?? System.Threading.Timeout.InfiniteTimeSpan,
            Index = index,
        };

    private WorkerLostException Lost(long index, ResultParcel.Fate parcel)
    {
        var reason = parcel.Loss?.Exit.Reason ?? "its end was not seen";
        var tail = parcel.Loss?.OutputTail ?? "";
        var text = string.Create(
            CultureInfo.InvariantCulture,
            $"Worker {parcel.Origin.WorkerId} (process {parcel.Origin.ProcessId}) was lost with item {index} of '{info.Name}': {reason}."
        );
        text += AttemptText.Of(parcel.Earlier);
        if (tail.Length > 0)
            text += $" It last wrote:\n{LastLines(tail)}";
        return new WorkerLostException(text)
        {
            ProcessId = parcel.Origin.ProcessId,
            ExitCode = parcel.Loss?.Exit.ExitCode,
            ExitReason = reason,
            OutputTail = tail,
            Index = index,
            MayHaveExecuted = parcel.MayHaveExecuted,
            EarlierAttempts = parcel.Earlier,
        };
    }

    private static string LastLines(string tail)
    {
        const int Most = 1000;
        tail = tail.TrimEnd();
        return tail.Length <= Most ? tail : $"…{tail[^Most..]}";
    }
}
