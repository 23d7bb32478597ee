using System.Runtime.CompilerServices;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What to say of a promise that is broken. Put together only then: promises are looked at millions of times a second.</summary>
[InterpolatedStringHandler]
internal ref struct Broken
{
    private DefaultInterpolatedStringHandler _words;

    public Broken(int literalLength, int formattedCount, bool holds, out bool isBroken)
    {
        isBroken = !holds;
        if (isBroken)
            _words = new DefaultInterpolatedStringHandler(literalLength, formattedCount);
    }

    public void AppendLiteral(string words) => _words.AppendLiteral(words);

    public void AppendFormatted<T>(T value) => _words.AppendFormatted(value);

    public string Words() => _words.ToStringAndClear();
}
