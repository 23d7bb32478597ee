using System.Text;

namespace ProcQ.Tests.House;

/// <summary>Blanks what is not code, so that braces and keywords can be counted. Lines and columns stay where they were.</summary>
internal sealed class CSharpText
{
    private readonly string _text;
    private readonly StringBuilder _code;
    private int _at;

    private CSharpText(string text)
    {
        _text = text;
        _code = new StringBuilder(text.Length);
    }

    /// <summary>The text with comments, string and character literals and preprocessor lines replaced by blanks.</summary>
    public static string WithoutCommentsAndLiterals(string text) => new CSharpText(text).Scan();

    private string Scan()
    {
        while (_at < _text.Length)
        {
            if (At("//") || (_text[_at] == '#' && OnlyBlanksBefore()))
                BlankTo(IndexOrEnd("\n", _at));
            else if (At("/*"))
                BlankTo(IndexOrEnd("*/", _at + 2) + 2);
            else if (_text[_at] is '\'')
                BlankTo(EndOfQuoted(_at + 1, '\'', escapes: true));
            else if (StringStart() is var (quoteAt, verbatim, interpolations))
                Literal(quoteAt, verbatim, interpolations);
            else
                _code.Append(_text[_at++]);
        }
        return _code.ToString();
    }

    /// <summary>Recognises <c>"</c>, <c>@"</c>, <c>$"</c>, <c>$@"</c>, <c>$$"""</c> and so on at the current position.</summary>
    private (int QuoteAt, bool Verbatim, int Interpolations)? StringStart()
    {
        var i = _at;
        var verbatim = false;
        var interpolations = 0;
        while (i < _text.Length && _text[i] is '$' or '@')
        {
            verbatim |= _text[i] == '@';
            interpolations += _text[i] == '$' ? 1 : 0;
            i++;
        }
        return i < _text.Length && _text[i] == '"' ? (i, verbatim, interpolations) : null;
    }

    private void Literal(int quoteAt, bool verbatim, int interpolations)
    {
        var quotes = 0;
        while (quoteAt + quotes < _text.Length && _text[quoteAt + quotes] == '"')
            quotes++;
        if (quotes >= 3)
            BlankTo(IndexOrEnd(new string('"', quotes), quoteAt + quotes) + quotes);
        else if (interpolations > 0)
            BlankTo(EndOfInterpolated(quoteAt + 1, verbatim));
        else
            BlankTo(verbatim ? EndOfVerbatim(quoteAt + 1) : EndOfQuoted(quoteAt + 1, '"', escapes: true));
    }

    private int EndOfQuoted(int i, char quote, bool escapes)
    {
        for (; i < _text.Length; i++)
        {
            if (escapes && _text[i] == '\\')
                i++;
            else if (_text[i] == quote)
                return i + 1;
        }
        return _text.Length;
    }

    private int EndOfVerbatim(int i)
    {
        for (; i < _text.Length; i++)
        {
            if (_text[i] != '"')
                continue;
            if (i + 1 == _text.Length || _text[i + 1] != '"')
                return i + 1;
            i++;
        }
        return _text.Length;
    }

    /// <summary>A hole may hold strings of its own, so holes are skipped by depth and strings inside them by recursion.</summary>
    private int EndOfInterpolated(int i, bool verbatim)
    {
        var depth = 0;
        for (; i < _text.Length; i++)
        {
            if (depth == 0 && !verbatim && _text[i] == '\\')
                i++;
            else if (_text[i] is '{' or '}' && depth == 0 && i + 1 < _text.Length && _text[i + 1] == _text[i])
                i++;
            else if (_text[i] == '{')
                depth++;
            else if (_text[i] == '}')
                depth--;
            else if (_text[i] == '"' && depth == 0 && verbatim && i + 1 < _text.Length && _text[i + 1] == '"')
                i++;
            else if (_text[i] == '"' && depth == 0)
                return i + 1;
            else if (_text[i] == '"')
                i =
                    (_text[i - 1] == '$' ? EndOfInterpolated(i + 1, verbatim: false) : EndOfQuoted(i + 1, '"', escapes: true))
                    - 1;
        }
        return _text.Length;
    }

    private bool At(string token) => string.CompareOrdinal(_text, _at, token, 0, token.Length) == 0;

    private bool OnlyBlanksBefore()
    {
        var i = _at - 1;
        while (i >= 0 && _text[i] is ' ' or '\t')
            i--;
        return i < 0 || _text[i] == '\n';
    }

    private int IndexOrEnd(string token, int from)
    {
        var found = from >= _text.Length ? -1 : _text.IndexOf(token, from, StringComparison.Ordinal);
        return found < 0 ? _text.Length : found;
    }

    private void BlankTo(int end)
    {
        for (end = Math.Min(end, _text.Length); _at < end; _at++)
            _code.Append(_text[_at] is '\n' or '\r' ? _text[_at] : ' ');
    }
}
