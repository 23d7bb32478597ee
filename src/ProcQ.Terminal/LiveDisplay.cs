using Spectre.Console;

namespace ProcQ.Terminal;

/// <summary>A picture that is painted over and over.</summary>
internal sealed class LiveDisplay(IAnsiConsole console, TimeSpan interval) : Display
{
    private readonly LivePicture _picture = new(console);

    public override TimeSpan Interval => interval;

    public override void Begin(BoardView view) => Show(view);

    public override void Show(BoardView view) => _picture.Paint((width, lines) => Table.Of(view, width, lines));

    public override void Tell(WorkerInfo worker, string text)
    {
        // The worker's row says so until its next item begins, and the counts say so to the end.
    }

    public override void End(BoardView view) => Show(view);
}
