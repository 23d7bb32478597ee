using ProcQ.Specs.Support;

namespace ProcQ.Specs.Hygiene;

/// <summary>Hangs on purpose, for good: not even the death of everything it started ends it.</summary>
public sealed class HangingSpecs : ProcessSpec
{
    [OnPurposeFact]
    public void Hangs_for_good()
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
    }
}
