using Microsoft.Extensions.Logging;

namespace ProcQ;

/// <summary>What the library logs, each with its stable event id.</summary>
internal static partial class Log
{
    [LoggerMessage(
        EventId = 1,
        Level = LogLevel.Warning,
        Message = "A callback of the application threw; the call it belongs to is not affected."
    )]
    public static partial void CallbackThrew(ILogger log, Exception exception);

    [LoggerMessage(EventId = 10, Level = LogLevel.Information, Message = "Worker {WorkerId} ({ProcessId}): {Text}")]
    public static partial void WorkerWrote(ILogger log, int workerId, int processId, string text);
}
