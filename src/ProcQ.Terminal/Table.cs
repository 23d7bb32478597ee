using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ProcQ.Terminal;

/// <summary>Makes lines of a board: one of counts, and one for each worker. Its item comes last, and is cut where the line ends.</summary>
internal static class Table
{
    private const int HeaderLines = 1;
    private const string Cut = "…";

    // Where there is less room than this, there are fewer columns.
    private const int RoomForAll = 60;
    private const int RoomForTime = 30;

    private static readonly Style Bold = new(decoration: Decoration.Bold);
    private static readonly Style Grey = new(Color.Grey);

    public static List<SegmentLine> Of(BoardView view, int width, int mostLines)
    {
        var room = Math.Max(0, mostLines - HeaderLines);
        // Of more workers than there are lines, the last line tells how many more there are.
        var shown = view.Rows.Count <= room ? view.Rows.Count : Math.Max(0, room - 1);
        List<SegmentLine> lines = [Line([new Cell(view.Summary, Bold)], [0], width)];
        List<Cell[]> rows = [.. view.Rows.Take(shown).Select(row => Cells(view, row, width))];
        int[] widths =
        [
            .. Enumerable.Range(0, rows.FirstOrDefault()?.Length ?? 0).Select(column => rows.Max(row => row[column].Width)),
        ];
        lines.AddRange(rows.Select(row => Line(row, widths, width)));
        if (shown < view.Rows.Count && room > 0)
            lines.Add(Line([new Cell($"and {view.Rows.Count - shown} more workers", Style.Plain)], [0], width));
        return lines;
    }

    private static SegmentLine Line(Cell[] cells, int[] widths, int width)
    {
        List<Segment> line = [];
        for (var column = 0; column < cells.Length; column++)
        {
            if (column > 0)
                line.Add(new Segment(" "));
            var (cell, blanks) = (cells[column], new Segment(new string(' ', Math.Max(0, widths[column] - cells[column].Width))));
            line.AddRange(cell.ToTheRight ? [blanks, cell.Segment] : [cell.Segment, blanks]);
        }

        if (Segment.CellCount(line) > width)
            line = [.. Segment.Truncate(line, width - 1), new Segment(Cut, cells[^1].Style)];
        return [.. line];
    }

    private static Cell[] Cells(BoardView view, WorkerRow row, int width)
    {
        var id = new Cell($"#{row.WorkerId}", Style.Plain, ToTheRight: true);
        var process = new Cell(row.ProcessId.ToString(CultureInfo.InvariantCulture), Grey, ToTheRight: true);
        var doing = new Cell(Doing(row), row.Since is null ? Grey : Style.Plain);
        var time = new Cell(RunningFor(view, row), Style.Plain, ToTheRight: true);
        var done = new Cell($"{row.Done.ToString(CultureInfo.InvariantCulture)} done", Style.Plain, ToTheRight: true);
        return width switch
        {
            >= RoomForAll => [id, process, time, done, doing],
            >= RoomForTime => [id, time, doing],
            _ => [id, doing],
        };
    }

    private static string Doing(WorkerRow row) =>
        string.Join(
            "  ",
            new[]
            {
                row.Text,
                row.Fraction is { } fraction ? fraction.ToString("P0", CultureInfo.InvariantCulture) : "",
                row.Message,
            }.Where(part => part.Length > 0)
        );

    private static string RunningFor(BoardView view, WorkerRow row) =>
        row.Since is { } since ? string.Create(CultureInfo.InvariantCulture, $"{(view.Elapsed - since).TotalSeconds:0.0} s") : "";

    private sealed record Cell(string Text, Style Style, bool ToTheRight = false)
    {
        public Segment Segment { get; } = new(Text, Style);

        public int Width => Segment.CellCount();
    }
}
