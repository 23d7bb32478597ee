using System.Globalization;
using ProcQ.Endurance.Traffic;

namespace ProcQ.Endurance.Chaos;

/// <summary>What came of a run.</summary>
internal sealed record ChaosReport(long Items, int Seed, TimeSpan Elapsed, Strikes Strikes, Verdict Verdict)
{
    public required long Succeeded { get; init; }

    public required long Lost { get; init; }

    public required long Cancelled { get; init; }

    /// <summary>How long a fresh call took when it was over.</summary>
    public required TimeSpan FreshCall { get; init; }

    /// <summary>Processes that outlived their pools.</summary>
    public required int Left { get; init; }

    /// <summary>There was chaos, and it cost no more than one item in a hundred.</summary>
    public bool IsClean => Verdict.IsClean && Left == 0 && Strikes.All > 0 && Lost <= Items / 100;

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Items} items, seed {Seed}, {Elapsed.TotalSeconds:0.0} s, {Items / Elapsed.TotalSeconds:0} a second, {Strikes}: {Succeeded} succeeded, {Lost} lost, {Cancelled} cancelled; {Verdict}; {Left} processes left, a fresh call took {FreshCall.TotalMilliseconds:0} ms"
        );
}
