using Microsoft.Extensions.Logging;

namespace ProcQ;

/// <summary>
/// What the library logs, each with its stable event id; the table for users is src/decisions/log-events.md. Ids: 1-9 the application's own code,
/// 10-19 output, 20-39 workers and items, 40-49 the pool, 50-59 what changes the set of workers, 100-119 <see cref="LogReporter"/>.
/// </summary>
internal static partial class Log
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "A callback of the application threw; the call it belongs to is not affected."
    )]
    public static partial void CallbackThrew(ILogger log, Exception exception);

    [LoggerMessage(
        EventId = 2,
        Level = LogLevel.Warning,
        Message = "The reporter of {Whose} threw; what else it throws is not logged, and nothing is affected."
    )]
    public static partial void ReporterThrew(ILogger log, string whose, Exception exception);

    [LoggerMessage(
        EventId = 3,
        Level = LogLevel.Warning,
        Message = "The reporter of {Whose} did not return within {Limit}; it is not waited for any longer and may miss what came last."
    )]
    public static partial void ReporterHangs(ILogger log, string whose, TimeSpan limit);

    [LoggerMessage(
        EventId = 4,
        Level = LogLevel.Warning,
        Message = "The progress receiver of {Whose} threw; what else it throws is not logged, and nothing is affected."
    )]
    public static partial void ProgressThrew(ILogger log, string whose, Exception exception);

    [LoggerMessage(
        EventId = 5,
        Level = LogLevel.Warning,
        Message = "The progress receiver of {Whose} did not return within {Limit}; it is not waited for any longer."
    )]
    public static partial void ProgressHangs(ILogger log, string whose, TimeSpan limit);

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Worker {WorkerId} ({ProcessId}), item {Index}: {Text}")]
    public static partial void WorkerWrote(ILogger log, int workerId, int processId, long? index, string text);

    [LoggerMessage(EventId = 20, Level = LogLevel.Debug, Message = "{Pool}: worker {WorkerId} is being started.")]
    public static partial void WorkerStarting(ILogger log, string pool, int workerId);

    [LoggerMessage(EventId = 21, Level = LogLevel.Information, Message = "{Pool}: worker {WorkerId} ({ProcessId}) is ready.")]
    public static partial void WorkerReady(ILogger log, string pool, int workerId, int processId);

    [LoggerMessage(
        EventId = 22,
        Level = LogLevel.Warning,
        Message = "{Pool}: worker {WorkerId} ({ProcessId}) was lost in item {Index} ({Phase}), exit code {ExitCode}: {ExitReason}; last seen with {MemoryBytes} bytes."
    )]
    public static partial void WorkerLost(
        ILogger log,
        string pool,
        int workerId,
        int processId,
        long? index,
        WorkPhase phase,
        int? exitCode,
        string exitReason,
        long memoryBytes
    );

    [LoggerMessage(
        EventId = 23,
        Level = LogLevel.Information,
        Message = "{Pool}: worker {WorkerId} ({ProcessId}) has left, exit code {ExitCode}."
    )]
    public static partial void WorkerLeft(ILogger log, string pool, int workerId, int processId, int? exitCode);

    [LoggerMessage(
        EventId = 24,
        Level = LogLevel.Warning,
        Message = "{Pool}: worker {WorkerId} ({ProcessId}) is killed, because {Reason}."
    )]
    public static partial void WorkerKilled(ILogger log, string pool, int workerId, int processId, string reason);

    [LoggerMessage(EventId = 25, Level = LogLevel.Warning, Message = "{Pool}: worker {WorkerId} could not be started.")]
    public static partial void StartFailed(ILogger log, string pool, int workerId, Exception exception);

    [LoggerMessage(
        EventId = 26,
        Level = LogLevel.Warning,
        Message = "{Pool}: worker {WorkerId} will be started again in {Delay}."
    )]
    public static partial void StartDelayed(ILogger log, string pool, int workerId, TimeSpan delay);

    [LoggerMessage(
        EventId = 27,
        Level = LogLevel.Error,
        Message = "{Pool}: worker {WorkerId} ({ProcessId}) is killed: {Violation}."
    )]
    public static partial void ProtocolViolation(ILogger log, string pool, int workerId, int processId, string violation);

    [LoggerMessage(
        EventId = 28,
        Level = LogLevel.Warning,
        Message = "{Pool}: worker {WorkerId} ({ProcessId}) does not go on with {Call}, item {Index} or later: its process is {Condition}. It is left alone until a time limit says otherwise."
    )]
    public static partial void WorkerUnresponsive(
        ILogger log,
        string pool,
        int workerId,
        int processId,
        string call,
        long index,
        WorkerCondition condition
    );

    [LoggerMessage(
        EventId = 29,
        Level = LogLevel.Information,
        Message = "{Pool}: worker {WorkerId} ({ProcessId}) goes on, after {Duration}."
    )]
    public static partial void WorkerRespondsAgain(ILogger log, string pool, int workerId, int processId, TimeSpan duration);

    [LoggerMessage(
        EventId = 30,
        Level = LogLevel.Warning,
        Message = "{Pool}: item {Index} of {Call} ended as {Status} with worker {WorkerId} in attempt {Attempt}, and runs again."
    )]
    public static partial void ItemRetried(
        ILogger log,
        string pool,
        string call,
        long index,
        int attempt,
        OutcomeStatus status,
        int workerId
    );

    [LoggerMessage(
        EventId = 31,
        Level = LogLevel.Warning,
        Message = "{Pool}: item {Index} of {Call} used up its time limit of {Limit}, in worker {WorkerId}."
    )]
    public static partial void ItemTimedOut(ILogger log, string pool, string call, long index, TimeSpan? limit, int workerId);

    [LoggerMessage(
        EventId = 32,
        Level = LogLevel.Warning,
        Message = "{Pool}: {Count} items of {Call} from {Index} on were lost, with worker {WorkerId}."
    )]
    public static partial void ItemsLost(ILogger log, string pool, string call, long index, int count, int workerId);

    [LoggerMessage(
        EventId = 40,
        Level = LogLevel.Error,
        Message = "{Pool}: no worker can be started; the pool is of no use any more."
    )]
    public static partial void PoolFaulted(ILogger log, string pool, Exception? exception);

    [LoggerMessage(EventId = 41, Level = LogLevel.Information, Message = "{Pool}: closed, with {OpenCalls} calls to finish.")]
    public static partial void PoolClosed(ILogger log, string pool, int openCalls);

    [LoggerMessage(EventId = 42, Level = LogLevel.Information, Message = "{Pool}: terminated, with {OpenCalls} calls to cancel.")]
    public static partial void PoolTerminated(ILogger log, string pool, int openCalls);

    [LoggerMessage(
        EventId = 43,
        Level = LogLevel.Information,
        Message = "{Pool}: ended after {Settled} items; no worker is left."
    )]
    public static partial void PoolEnded(ILogger log, string pool, long settled);

    [LoggerMessage(
        EventId = 44,
        Level = LogLevel.Warning,
        Message = "{Pool}: this process did not run for {Missed}; its time limits did not go on meanwhile."
    )]
    public static partial void PoolInterrupted(ILogger log, string pool, TimeSpan missed);

    [LoggerMessage(
        EventId = 50,
        Level = LogLevel.Information,
        Message = "{Pool}: worker {WorkerId} ({ProcessId}) uses {MemoryBytes} bytes, more than it may, and is replaced."
    )]
    public static partial void WorkerTooLarge(ILogger log, string pool, int workerId, int processId, long memoryBytes);

    [LoggerMessage(
        EventId = 51,
        Level = LogLevel.Debug,
        Message = "{Pool}: worker {WorkerId} ({ProcessId}) has done what it may or is not needed, and is told to leave."
    )]
    public static partial void WorkerLetGo(ILogger log, string pool, int workerId, int processId);

    [LoggerMessage(EventId = 52, Level = LogLevel.Debug, Message = "{Pool}: a spare takes the place of worker {WorkerId}.")]
    public static partial void SparePromoted(ILogger log, string pool, int workerId);

    [LoggerMessage(EventId = 53, Level = LogLevel.Information, Message = "{Pool}: resized from {Before} to {Workers} workers.")]
    public static partial void PoolResized(ILogger log, string pool, int before, int workers);

    [LoggerMessage(
        EventId = 54,
        Level = LogLevel.Warning,
        Message = "{Pool}: the thread of worker {WorkerId} is abandoned, because {Reason}; it runs on until its code lets it go."
    )]
    public static partial void WorkerAbandoned(ILogger log, string pool, int workerId, string reason);

    [LoggerMessage(EventId = 100, Level = LogLevel.Information, Message = "Begins, with {Workers} workers.")]
    public static partial void ReportedInit(ILogger log, int workers);

    [LoggerMessage(EventId = 101, Level = LogLevel.Information, Message = "Worker {WorkerId} ({ProcessId}) takes work.")]
    public static partial void ReportedSpawn(ILogger log, int workerId, int processId);

    [LoggerMessage(EventId = 102, Level = LogLevel.Debug, Message = "Worker {WorkerId} ({ProcessId}) begins {Item}.")]
    public static partial void ReportedBegin(ILogger log, int workerId, int processId, object? item);

    [LoggerMessage(
        EventId = 103,
        Level = LogLevel.Debug,
        Message = "Worker {WorkerId} ({ProcessId}) is at {Fraction} of {Item}: {Text}"
    )]
    public static partial void ReportedProgress(
        ILogger log,
        int workerId,
        int processId,
        object? item,
        double fraction,
        string? text
    );

    [LoggerMessage(
        EventId = 104,
        Level = LogLevel.Information,
        Message = "Worker {WorkerId} ({ProcessId}) made {Result} of {Item}."
    )]
    public static partial void ReportedSuccess(ILogger log, int workerId, int processId, object? item, object? result);

    [LoggerMessage(EventId = 105, Level = LogLevel.Warning, Message = "Worker {WorkerId} ({ProcessId}) failed at {Item}.")]
    public static partial void ReportedFail(ILogger log, int workerId, int processId, object? item, Exception exception);

    [LoggerMessage(
        EventId = 106,
        Level = LogLevel.Warning,
        Message = "Worker {WorkerId} ({ProcessId}) did not finish {Item}, exit code {ExitCode}: {Reason}."
    )]
    public static partial void ReportedAbort(
        ILogger log,
        int workerId,
        int processId,
        object? item,
        int? exitCode,
        string reason
    );

    [LoggerMessage(
        EventId = 107,
        Level = LogLevel.Warning,
        Message = "Worker {WorkerId} ({ProcessId}) took too long for {Item}."
    )]
    public static partial void ReportedTimedOut(ILogger log, int workerId, int processId, object? item);

    [LoggerMessage(
        EventId = 108,
        Level = LogLevel.Warning,
        Message = "Worker {WorkerId} ({ProcessId}) ended {Item} as {Reason} in attempt {Attempt}; it runs again."
    )]
    public static partial void ReportedRetry(
        ILogger log,
        int workerId,
        int processId,
        object? item,
        int attempt,
        OutcomeStatus reason
    );

    [LoggerMessage(
        EventId = 109,
        Level = LogLevel.Information,
        Message = "Worker {WorkerId} ({ProcessId}) is gone, exit code {ExitCode}: {Reason}."
    )]
    public static partial void ReportedExit(ILogger log, int workerId, int processId, int? exitCode, string reason);

    [LoggerMessage(EventId = 110, Level = LogLevel.Information, Message = "Is over.")]
    public static partial void ReportedCleanup(ILogger log);

    [LoggerMessage(
        EventId = 111,
        Level = LogLevel.Warning,
        Message = "Worker {WorkerId} ({ProcessId}) does not go on: its process is {Condition}."
    )]
    public static partial void ReportedUnresponsive(ILogger log, int workerId, int processId, WorkerCondition condition);
}
