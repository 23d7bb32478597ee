using Spectre.Console;

namespace ProcQ.Terminal;

/// <summary>Lines, for files and pipes.</summary>
internal sealed class PlainDisplay(IAnsiConsole console, TimeSpan interval) : Display
{
    // Two threads write: what goes wrong is told at once.
    private readonly Lock _lock = new();

    public override TimeSpan Interval => interval;

    public override void Begin(BoardView view) => Write($"{view.Workers} {(view.Workers == 1 ? "worker" : "workers")}");

    public override void Show(BoardView view) => Write(view.Summary);

    public override void Tell(WorkerInfo worker, string text) =>
        Write(worker.WorkerId < 0 ? text : $"worker {worker.WorkerId} ({worker.ProcessId}): {text}");

    public override void End(BoardView view) => Write(view.Summary);

    private void Write(string line)
    {
        // Not through the console's own layout, which would break lines where a terminal of 80 columns ends.
        lock (_lock)
            console.Profile.Out.Writer.WriteLine(line);
    }
}
