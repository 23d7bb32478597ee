namespace ProcQ.Engine;

/// <summary>Where the time of a pool's calls goes on the caller's side.</summary>
internal sealed class TimeSheet
{
    /// <summary>That of calls that nobody asks about.</summary>
    public static TimeSheet None { get; } = new();

    /// <summary>In the sequences that callers hand over.</summary>
    public TimeSpent Input { get; } = new();

    public TimeSpent Encoding { get; } = new();

    public TimeSpent Decoding { get; } = new();

    /// <summary>While there were results that nobody took.</summary>
    public TimeSpent Unread { get; } = new();
}
