using System.Globalization;
using Microsoft.Extensions.Logging;

namespace ProcQ;

/// <summary>
/// Writes down everything it hears, a line each: to a <see cref="TextWriter"/> or to a log. As <c>LogReporter</c> of delegate.py.
/// </summary>
/// <remarks>To a log it writes with event ids 100 to 111, progress and beginnings at level Debug, what goes wrong at level Warning.</remarks>
public sealed class LogReporter : Reporter
{
    private readonly TextWriter? _writer;
    private readonly ILogger? _log;

    /// <summary>A reporter that writes lines of text, in the form of delegate.py: <c>4711: success 2 -> 6</c>.</summary>
    /// <param name="writer">Where to; it is flushed after each line, and not closed.</param>
    public LogReporter(TextWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _writer = writer;
    }

    /// <summary>A reporter that writes to a log.</summary>
    /// <param name="log">Where to.</param>
    public LogReporter(ILogger log)
    {
        ArgumentNullException.ThrowIfNull(log);
        _log = log;
    }

    /// <inheritdoc/>
    public override void Init(int workers)
    {
        Write($"init {workers}");
        if (_log is not null)
            Log.ReportedInit(_log, workers);
    }

    /// <inheritdoc/>
    public override void Spawn(WorkerInfo worker)
    {
        ArgumentNullException.ThrowIfNull(worker);
        Write($"spawn {worker.ProcessId}");
        if (_log is not null)
            Log.ReportedSpawn(_log, worker.WorkerId, worker.ProcessId);
    }

    /// <inheritdoc/>
    public override void Begin(WorkerInfo worker, object? item)
    {
        ArgumentNullException.ThrowIfNull(worker);
        Write($"{worker.ProcessId}: begin {item}");
        if (_log is not null)
            Log.ReportedBegin(_log, worker.WorkerId, worker.ProcessId, item);
    }

    /// <inheritdoc/>
    public override void Progress(WorkerInfo worker, object? item, double fraction, string? message)
    {
        ArgumentNullException.ThrowIfNull(worker);
        Write($"{worker.ProcessId}: progress {item} {fraction:P0} {message}");
        if (_log is not null)
            Log.ReportedProgress(_log, worker.WorkerId, worker.ProcessId, item, fraction, message);
    }

    /// <inheritdoc/>
    public override void Success(WorkerInfo worker, object? item, object? result)
    {
        ArgumentNullException.ThrowIfNull(worker);
        Write($"{worker.ProcessId}: success {item} -> {result}");
        if (_log is not null)
            Log.ReportedSuccess(_log, worker.WorkerId, worker.ProcessId, item, result);
    }

    /// <inheritdoc/>
    public override void Fail(WorkerInfo worker, object? item, Exception exception)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(exception);
        Write($"{worker.ProcessId}: fail {item} -> {exception.GetType().FullName}: {exception.Message}");
        if (_log is not null)
            Log.ReportedFail(_log, worker.WorkerId, worker.ProcessId, item, exception);
    }

    /// <inheritdoc/>
    public override void Abort(WorkerInfo worker, object? item, WorkerExit exit)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(exit);
        Write($"{worker.ProcessId}: abort {item} -> {exit.Reason}");
        if (_log is not null)
            Log.ReportedAbort(_log, worker.WorkerId, worker.ProcessId, item, exit.ExitCode, exit.Reason);
    }

    /// <inheritdoc/>
    public override void TimedOut(WorkerInfo worker, object? item)
    {
        ArgumentNullException.ThrowIfNull(worker);
        Write($"{worker.ProcessId}: timed out {item}");
        if (_log is not null)
            Log.ReportedTimedOut(_log, worker.WorkerId, worker.ProcessId, item);
    }

    /// <inheritdoc/>
    public override void Retry(WorkerInfo worker, object? item, int attempt, OutcomeStatus reason)
    {
        ArgumentNullException.ThrowIfNull(worker);
        Write($"{worker.ProcessId}: retry {item} after attempt {attempt}: {reason}");
        if (_log is not null)
            Log.ReportedRetry(_log, worker.WorkerId, worker.ProcessId, item, attempt, reason);
    }

    /// <inheritdoc/>
    public override void Unresponsive(WorkerInfo worker, WorkerCondition condition)
    {
        ArgumentNullException.ThrowIfNull(worker);
        Write($"{worker.ProcessId}: unresponsive, {condition}");
        if (_log is not null)
            Log.ReportedUnresponsive(_log, worker.WorkerId, worker.ProcessId, condition);
    }

    /// <inheritdoc/>
    public override void Exit(WorkerInfo worker, WorkerExit exit)
    {
        ArgumentNullException.ThrowIfNull(worker);
        ArgumentNullException.ThrowIfNull(exit);
        Write($"exit {worker.ProcessId}");
        if (_log is not null)
            Log.ReportedExit(_log, worker.WorkerId, worker.ProcessId, exit.ExitCode, exit.Reason);
    }

    /// <inheritdoc/>
    public override void Cleanup()
    {
        Write($"cleanup");
        if (_log is not null)
            Log.ReportedCleanup(_log);
    }

    private void Write(FormattableString line)
    {
        if (_writer is null)
            return;
        _writer.WriteLine(line.ToString(CultureInfo.InvariantCulture));
        _writer.Flush();
    }
}
