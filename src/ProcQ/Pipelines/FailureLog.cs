namespace ProcQ.Pipelines;

/// <summary>What failed in a run: the first failures are kept, all are told, one at a time.</summary>
internal sealed class FailureLog(Action<StageFailure>? told)
{
    private const int MostKept = 1000;

    private readonly Lock _gate = new();
    private readonly List<StageFailure> _kept = [];

    // Its owner was promised not to be called twice at once, and this is how; it guards nothing else.
    private readonly Lock _telling = new();

    public IReadOnlyList<StageFailure> Kept
    {
        get
        {
            lock (_gate)
                return [.. _kept];
        }
    }

    /// <summary>This thread is telling somebody of a failure.</summary>
    public bool IsTelling => _telling.IsHeldByCurrentThread;

    public void Add(StageFailure failure)
    {
        lock (_gate)
        {
            if (_kept.Count < MostKept)
                _kept.Add(failure);
        }

        if (told is null)
            return;
        lock (_telling)
            told(failure);
    }
}
