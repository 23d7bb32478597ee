using System.Text.RegularExpressions;

namespace ProcQ.Tests.House;

/// <summary>A member of a type as it stands in the source: its header on one line, and where it begins and ends.</summary>
internal sealed record CSharpMember(string Header, int FirstLine, int LastLine)
{
    public int Lines => LastLine - FirstLine + 1;
}

/// <summary>Finds the members of the types in a C# file by counting braces. Not a parser: enough for the house rules.</summary>
internal static partial class CSharpMembers
{
    public static IReadOnlyList<CSharpMember> Find(string text)
    {
        var code = CSharpText.WithoutCommentsAndLiterals(text);
        var members = new List<CSharpMember>();
        Block(code, 0, members, insideType: false);
        return members;
    }

    /// <summary>Reads declarations from <paramref name="at"/> to the brace that closes the block; returns where it stands.</summary>
    private static int Block(string code, int at, List<CSharpMember> members, bool insideType)
    {
        var start = at;
        while (at < code.Length && code[at] != '}')
        {
            if (code[at] == '{' && TypeOrNamespace().Match(code[HeaderStart(code, start, at)..at]) is { Success: true } declares)
            {
                // The values of an enum are not members to be measured.
                at = declares.Groups["enum"].Success
                    ? Skip(code, at)
                    : Block(code, at + 1, members, !declares.Groups["namespace"].Success);
                start = ++at;
            }
            else if (code[at] is '{' or '(' or '[')
            {
                var body = code[at] == '{';
                at = Skip(code, at) + 1;
                if (body && !GoesOn(code, at))
                    start = Add(code, start, at, members, insideType);
            }
            else if (code[at++] == ';')
            {
                start = Add(code, start, at, members, insideType);
            }
        }
        return at;
    }

    private static int Add(string code, int start, int end, List<CSharpMember> members, bool insideType)
    {
        start = HeaderStart(code, start, end);
        if (insideType && start < end && code[start] != ';')
        {
            var header = code[start..end];
            var stop = header.AsSpan().IndexOfAny('{', ';');
            header = Blanks().Replace(header[..(stop < 0 ? header.Length : stop)], " ").Trim();
            members.Add(new CSharpMember(header, LineOf(code, start), LineOf(code, end - 1)));
        }
        return end;
    }

    /// <summary>Blanks and attributes are not part of a declaration's header.</summary>
    private static int HeaderStart(string code, int start, int end)
    {
        while (start < end && (char.IsWhiteSpace(code[start]) || code[start] == '['))
            start = code[start] == '[' ? Skip(code, start) + 1 : start + 1;
        return start;
    }

    /// <summary>After a closing brace a declaration goes on with an initializer, a call on the result, or the end of an expression.</summary>
    private static bool GoesOn(string code, int at)
    {
        while (at < code.Length && char.IsWhiteSpace(code[at]))
            at++;
        return at < code.Length && code[at] is '=' or ';' or '.' or ',' or ')' or '?' or ':' or '!' or '|' or '&' or '+';
    }

    /// <summary>From an opening bracket to the position of its counterpart.</summary>
    private static int Skip(string code, int at)
    {
        var depth = 0;
        for (; at < code.Length; at++)
        {
            if (code[at] is '{' or '(' or '[')
                depth++;
            else if (code[at] is '}' or ')' or ']' && --depth == 0)
                return at;
        }
        return code.Length - 1;
    }

    private static int LineOf(string code, int at) => code.AsSpan(0, at).Count('\n') + 1;

    // Before any parenthesis: a constraint `where T : class` comes after the parameters, a primary constructor after the keyword.
    [GeneratedRegex(@"^[^=({]*\b((?<namespace>namespace)|class|struct|record|interface|(?<enum>enum)|extension)\b")]
    private static partial Regex TypeOrNamespace();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
