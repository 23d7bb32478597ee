namespace ProcQ.TestJobs;

/// <summary>An item that is more than a number: between two stages of processes it stays the bytes that it is.</summary>
/// <param name="Number">Which one.</param>
public sealed record Numbered(int Number);
