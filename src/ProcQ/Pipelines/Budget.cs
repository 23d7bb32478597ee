namespace ProcQ.Pipelines;

/// <summary>What is left of an item's time, which is spent in pieces.</summary>
internal sealed class Budget(TimeSpan? limit)
{
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private TimeSpan _spent;

    /// <summary>Null for no limit; of a limit there is always something left, so that it is the worker which finds out that it is over.</summary>
    public TimeSpan? Left =>
        limit is not { } all ? null
        : all - _spent > Least ? all - _spent
        : Least;

    public void Spend(TimeSpan time) => _spent += time;
}
