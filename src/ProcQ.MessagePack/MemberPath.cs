using System.Text;

namespace ProcQ.MessagePack;

/// <summary>The way from the root value to a failure, collected from the inside out. The middle of a very long way is left out.</summary>
internal sealed class MemberPath
{
    private const int ShownAtEachEnd = 24;

    private readonly List<string> _steps = [];

    public void Prepend(string step) => _steps.Add(step);

    public override string ToString()
    {
        var text = new StringBuilder();
        var isLong = _steps.Count > 2 * ShownAtEachEnd;
        for (var i = 0; i < _steps.Count; i++)
        {
            if (isLong && i == ShownAtEachEnd)
            {
                text.Append("...");
                i = _steps.Count - ShownAtEachEnd;
            }
            else if (i > 0 && !_steps[^(i + 1)].StartsWith('['))
                text.Append('.');

            text.Append(_steps[^(i + 1)]);
        }

        return text.ToString();
    }
}
