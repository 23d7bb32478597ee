using System.Text;

namespace ProcQ.Tests.Terminal;

/// <summary>
/// As much of a terminal as a live picture needs: lines that break at its width and are broken anew when it changes, a cursor that goes up, and clearing. What is
/// written while it is not as wide as it was is laid out as a terminal that reflows would.
/// </summary>
internal sealed class Screen(int width, int height) : TextWriter
{
    // Each line as it was written, unbroken; the cursor is in the last row of the line or at its start.
    private readonly List<StringBuilder> _lines = [new()];
    private int _line;
    private int _column;

    public int Width { get; private set; } = width;

    public int Height { get; } = height;

    public override Encoding Encoding => Encoding.UTF8;

    /// <summary>What writing throws; null if it works.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What is to be seen, without empty lines at the end.</summary>
    public IReadOnlyList<string> Rows
    {
        get
        {
            var rows = _lines.SelectMany(line => Broken(line.ToString().TrimEnd())).ToList();
            while (rows.Count > 0 && rows[^1].Length == 0)
                rows.RemoveAt(rows.Count - 1);
            return rows;
        }
    }

    public void Resize(int width) => Width = width;

    public override void Write(char value) => Write(value.ToString());

    public override void Write(string? value)
    {
        if (Failure is not null)
            throw Failure;
        var text = value ?? "";
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\u001b')
                i = Obey(text, i);
            else if (text[i] == '\r')
                _column = 0;
            else if (text[i] == '\n')
                NextLine();
            else
                Put(text[i]);
        }
    }

    private IEnumerable<string> Broken(string line)
    {
        if (line.Length == 0)
            yield return "";
        for (var i = 0; i < line.Length; i += Width)
            yield return line.Substring(i, Math.Min(Width, line.Length - i));
    }

    private int RowsOf(int line) => Broken(_lines[line].ToString().TrimEnd()).Count();

    private int Obey(string text, int escape)
    {
        var end = escape + 2;
        while (!char.IsAsciiLetter(text[end]))
            end++;
        var number = text[(escape + 2)..end];
        switch (text[end])
        {
            case 'A':
                GoUp(int.Parse(number, null));
                break;
            case 'K':
                _lines[_line].Length = Math.Min(_lines[_line].Length, _column);
                break;
            case 'J':
                _lines[_line].Length = Math.Min(_lines[_line].Length, _column);
                _lines.RemoveRange(_line + 1, _lines.Count - _line - 1);
                break;
            case 'm':
                break; // colours
            default:
                throw new NotSupportedException($"ESC [ {number} {text[end]}");
        }

        return end;
    }

    // Rows, as a terminal counts; this cursor is always at the start of a line when it goes up, and must come to the start of one.
    private void GoUp(int rows)
    {
        while (rows > 0)
            rows -= RowsOf(--_line);
        if (rows < 0)
            throw new InvalidOperationException("The cursor came to the middle of a broken line.");
        _column = 0;
    }

    private void NextLine()
    {
        _line++;
        _column = 0;
        if (_line == _lines.Count)
            _lines.Add(new StringBuilder());
    }

    private void Put(char c)
    {
        var line = _lines[_line];
        while (line.Length <= _column)
            line.Append(' ');
        line[_column++] = c;
    }
}
