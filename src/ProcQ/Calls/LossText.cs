using System.Globalization;
using System.Text;
using ProcQ.Engine;
using ProcQ.Launching;

namespace ProcQ.Calls;

/// <summary>Tells people how an item was lost, or ran out of time, with its worker: one paragraph of what matters, and what to look at next.</summary>
internal static class LossText
{
    private const int MostLastWords = 1000;

    public static string Lost(long index, string call, ResultParcel.Fate fate)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Who(fate.Origin)} was lost with item {index} of '{call}'");
        if (fate.Loss is not { } loss)
            return text.Append(": its end was not seen.").ToString();
        text.Append(CultureInfo.InvariantCulture, $"{Where(fate, loss)}: {loss.Exit.Reason}.");
        if (loss.Sight.MemoryBytes > 0)
            text.Append(CultureInfo.InvariantCulture, $" It used {Size(loss.Sight.MemoryBytes)} of memory when last looked at.");
        if (
            loss.Exit is { KillReason: null, ExitCode: { } code }
            && ExitAdvice.For(code, loss.OutputTail) is { Length: > 0 } advice
        )
            text.Append(' ').Append(advice);
        text.Append(AttemptText.Of(fate.Earlier));
        if (loss.OutputTail.TrimEnd() is { Length: > 0 } tail)
            text.Append(" It last wrote:\n").Append(tail.Length <= MostLastWords ? tail : $"…{tail[^MostLastWords..]}");
        return text.ToString();
    }

    public static string TimedOut(long index, CallInfo call, ResultParcel.Fate fate)
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"Item {index} of '{call.Name}' ran longer than its limit of {call.Timeout?.TotalSeconds:0.###} s; "
        );
        var (worker, process) = (fate.Origin.WorkerId, fate.Origin.ProcessId);
        if (fate.Loss is not { } loss)
            text.Append(
                CultureInfo.InvariantCulture,
                $"it stopped when it was asked to, in worker {worker} (process {process})."
            );
        else if (loss.Exit.WasAbandoned)
            text.Append(
                CultureInfo.InvariantCulture,
                $"it did not stop when it was asked to, and the thread of worker {worker} was abandoned{Doing(fate, loss)}."
            );
        else
            text.Append(CultureInfo.InvariantCulture, $"its worker {worker} (process {process}) was killed{Doing(fate, loss)}.");
        return text.Append(AttemptText.Of(fate.Earlier)).ToString();
    }

    /// <summary>Bytes, in a unit of which there are a few.</summary>
    public static string Size(long bytes) =>
        bytes switch
        {
            < 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1024.0:0.#} KiB"),
            < 1L << 30 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024):0.#} MiB"),
            _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / (1024.0 * 1024 * 1024):0.#} GiB"),
        };

    private static string Who(Origin origin) =>
        string.Create(CultureInfo.InvariantCulture, $"Worker {origin.WorkerId} (process {origin.ProcessId})");

    private static string Where(ResultParcel.Fate fate, Loss loss) =>
        loss.Phase switch
        {
            WorkPhase.Decoding => $", whose function or argument it was reading{After(loss)}",
            WorkPhase.Running => $", which it had been running{For(loss)}",
            WorkPhase.Encoding => $", whose result it was writing{After(loss)}",
            WorkPhase.Idle => fate.MayHaveExecuted ? ", whose result was lost with it" : ", which had not begun",
            _ => "",
        };

    /// <summary>What it was killed in, and whether that would ever have ended.</summary>
    private static string Doing(ResultParcel.Fate fate, Loss loss)
    {
        var what = loss.Phase switch
        {
            WorkPhase.Decoding => "reading the function or the argument",
            WorkPhase.Running => "running the function",
            WorkPhase.Encoding => "writing the result",
            _ => fate.MayHaveExecuted ? "" : "before it began the item",
        };
        var its = loss.Exit.WasAbandoned ? "it" : "its process";
        var how = loss.Sight.Condition switch
        {
            WorkerCondition.Working => $"{its} was using the processor",
            WorkerCondition.Waiting => $"{its} was waiting: for a lock, a file, another process, or the time to pass",
            WorkerCondition.Stopped => "its process was stopped, by SIGSTOP or a debugger",
            _ => "",
        };
        return what.Length == 0 ? ""
            : how.Length == 0 ? $" {what}"
            : $" {what}; {how}";
    }

    private static string For(Loss loss) => Span(" for", loss.RanFor);

    private static string After(Loss loss) => Span(" after", loss.RanFor);

    private static string Span(string word, TimeSpan? span) =>
        span is { } time ? string.Create(CultureInfo.InvariantCulture, $"{word} {time.TotalSeconds:0.###} s") : "";
}
