namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What happened in simulated worlds; shows that the faults that were meant to happen did.</summary>
internal sealed class SimTally
{
    public long Worlds { get; set; }

    public long Events { get; set; }

    public long Items { get; set; }

    /// <summary>Outcomes by <see cref="OutcomeStatus"/>.</summary>
    public long[] Outcomes { get; } = new long[Enum.GetValues<OutcomeStatus>().Length];

    public long Batches { get; set; }

    public long TakeBacks { get; set; }

    public long ItemsReturned { get; set; }

    public long Deaths { get; set; }

    public long Kills { get; set; }

    public long Retries { get; set; }

    public long Bystanders { get; set; }

    public long StruckOut { get; set; }

    public long RunAgain { get; set; }

    public long Violations { get; set; }

    public long Faults { get; set; }

    public long Terminations { get; set; }

    public long LateSupplies { get; set; }

    public long Promotions { get; set; }

    public long Recycled { get; set; }

    public long Leavings { get; set; }

    public long Resizes { get; set; }

    public long PausesEnded { get; set; }

    public long IdleLeaves { get; set; }

    public long Postponed { get; set; }

    public long Calms { get; set; }

    /// <summary>Items that were asked to stop because their time was up.</summary>
    public long AskedInTime { get; set; }

    /// <summary>Of those: that stopped and said so.</summary>
    public long Expired { get; set; }

    /// <summary>Of those: whose result came within the grace.</summary>
    public long SavedInGrace { get; set; }

    public void Add(SimTally other)
    {
        Worlds += other.Worlds;
        Events += other.Events;
        Items += other.Items;
        for (var i = 0; i < Outcomes.Length; i++)
            Outcomes[i] += other.Outcomes[i];
        Batches += other.Batches;
        TakeBacks += other.TakeBacks;
        ItemsReturned += other.ItemsReturned;
        Deaths += other.Deaths;
        Kills += other.Kills;
        Retries += other.Retries;
        Bystanders += other.Bystanders;
        StruckOut += other.StruckOut;
        RunAgain += other.RunAgain;
        Violations += other.Violations;
        Faults += other.Faults;
        Terminations += other.Terminations;
        LateSupplies += other.LateSupplies;
        Promotions += other.Promotions;
        Recycled += other.Recycled;
        Leavings += other.Leavings;
        Resizes += other.Resizes;
        PausesEnded += other.PausesEnded;
        IdleLeaves += other.IdleLeaves;
        Postponed += other.Postponed;
        Calms += other.Calms;
        AskedInTime += other.AskedInTime;
        Expired += other.Expired;
        SavedInGrace += other.SavedInGrace;
    }

    public override string ToString() =>
        $"{Worlds:N0} worlds, {Events:N0} events, {Items:N0} items ({string.Join(", ", Enum.GetValues<OutcomeStatus>().Select(s => $"{Outcomes[(int)s]:N0} {s}"))}), "
        + $"{Batches:N0} batches, {TakeBacks:N0} take-backs of {ItemsReturned:N0} items, {Deaths:N0} deaths, {Kills:N0} kills, {Retries:N0} retries, "
        + $"{Bystanders:N0} bystanders, {StruckOut:N0} struck out, {RunAgain:N0} run again, {Violations:N0} violations, {Faults:N0} faults, "
        + $"{Terminations:N0} terminations, {LateSupplies:N0} late supplies, {Promotions:N0} promotions, {Recycled:N0} recycled, {Leavings:N0} left, {Resizes:N0} resizes, "
        + $"{PausesEnded:N0} pauses ended, {IdleLeaves:N0} idle leaves, {Postponed:N0} postponed, {Calms:N0} at rest, "
        + $"{AskedInTime:N0} asked in time, {Expired:N0} stopped, {SavedInGrace:N0} saved in grace";
}
