namespace ProcQ.Specs.Support;

/// <summary>One thing that a reporter heard.</summary>
internal sealed record Heard(string What, WorkerInfo? Worker = null, object? Item = null, object? Fact = null)
{
    public int ThreadId { get; } = Environment.CurrentManagedThreadId;
}
