namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>What really happened to one item.</summary>
internal struct ItemRecord
{
    /// <summary>The worker that holds it, plus one; 0 when none does.</summary>
    public ushort Holder { get; set; }

    /// <summary>Its outcome plus one; 0 before it has one.</summary>
    public byte Outcome { get; set; }

    /// <summary>How often a worker died with the item as the most suspicious one.</summary>
    public byte Strikes { get; set; }

    /// <summary>How often it was given another attempt.</summary>
    public byte Retries { get; set; }

    /// <summary>How often it began.</summary>
    public ushort Begun { get; set; }

    /// <summary>How often it began and went down with its worker before its result was out.</summary>
    public ushort Lost { get; set; }

    /// <summary>When its next attempt may begin.</summary>
    public long NotBefore { get; set; }

    public void Settle(OutcomeStatus status) => Outcome = (byte)(status + 1);
}
