using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ProcQ.Terminal;

/// <summary>
/// A few lines at the cursor that are painted over by the next ones. The terminal may become narrower or wider in between: lines that are there already are then
/// broken, or joined, by the terminal, so it is counted anew how many rows there are to go back.
/// </summary>
internal sealed class LivePicture(IAnsiConsole console)
{
    private const string ToLineStart = "\r";
    private const string ClearToLineEnd = "\u001b[K";
    private const string ClearToScreenEnd = "\u001b[J";

    // A line as wide as the terminal would leave the cursor in a place on which terminals differ.
    private const int Margin = 1;

    // How wide each line of the last picture was, in cells.
    private List<int> _painted = [];

    public static bool CanBeShownOn(IAnsiConsole console) =>
        console.Profile.Out.IsTerminal && console.Profile.Capabilities is { Ansi: true, Interactive: true };

    /// <summary>Paints the lines that there are for so wide a line and so many of them at most: more would scroll out of reach.</summary>
    public void Paint(Func<int, int, IReadOnlyList<SegmentLine>> picture)
    {
        var (width, height) = TerminalSize.Of(console);
        List<SegmentLine> lines = [.. picture(Math.Max(1, width - Margin), Math.Max(1, height - 1)).Select(Trimmed)];
        console.Write(new Painting(lines, Back(width)));
        _painted = [.. lines.Select(line => line.CellCount())];
    }

    // Whether blanks at the end of a line move to the next one when the terminal becomes narrower, terminals do not agree on.
    private static SegmentLine Trimmed(SegmentLine line)
    {
        // A SegmentLine's own end is counted in characters.
        List<Segment> kept = [.. line];
        while (kept.Count > 0)
        {
            var last = kept[^1];
            kept.RemoveAt(kept.Count - 1);
            if (last.Text.TrimEnd() is { Length: > 0 } text)
            {
                kept.Add(new Segment(text, last.Style));
                break;
            }
        }

        return [.. kept];
    }

    private string Back(int width)
    {
        var rows = _painted.Sum(cells => Math.Max(1, (cells + width - 1) / width));
        return rows == 0 ? ToLineStart : string.Create(CultureInfo.InvariantCulture, $"{ToLineStart}\u001b[{rows}A");
    }

    /// <summary>Goes back to where the last picture began and paints this one, in one write.</summary>
    private sealed class Painting(List<SegmentLine> lines, string back) : IRenderable
    {
        public Measurement Measure(RenderOptions options, int maxWidth) => new(0, maxWidth);

        public IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
        {
            yield return Segment.Control(back);
            foreach (var line in lines)
            {
                foreach (var segment in line)
                    yield return segment;
                yield return Segment.Control(ClearToLineEnd);
                yield return Segment.LineBreak;
            }

            yield return Segment.Control(ClearToScreenEnd);
        }
    }
}
