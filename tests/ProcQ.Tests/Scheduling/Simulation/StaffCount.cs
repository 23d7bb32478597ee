namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>How many of whom there are.</summary>
internal struct StaffCount
{
    /// <summary>Places with somebody in them.</summary>
    public int Occupied { get; set; }

    public int Spares { get; set; }

    /// <summary>One more than the terms say for each worker that was given its last items.</summary>
    public int WantedSpares { get; set; }

    /// <summary>Workers on their way to a place.</summary>
    public int Starting { get; set; }

    /// <summary>Workers in places, with items in hand.</summary>
    public int Working { get; set; }
}
