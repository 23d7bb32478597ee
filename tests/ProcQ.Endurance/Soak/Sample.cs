using ProcQ.Endurance.Leaks;

namespace ProcQ.Endurance.Soak;

/// <summary>What was there at the end of a round, when all was calm, and how long a call took then.</summary>
internal sealed record Sample(Belongings Belongings, double CallMicroseconds);
