using System.Runtime.ExceptionServices;

namespace ProcQ.Requests;

/// <summary>What was thrown while results were delivered: kept until all are, then thrown.</summary>
internal sealed class Troubles
{
    // Who delivers a million failures need not be told of each.
    private const int MostKept = 100;

    private readonly List<Exception> _kept = [];
    private long _count;

    public void Add(Exception trouble)
    {
        _count++;
        if (_kept.Count < MostKept)
            _kept.Add(trouble);
    }

    public bool Any => _count > 0;

    public void ThrowIfAny()
    {
        if (_count == 1)
            ExceptionDispatchInfo.Throw(_kept[0]);
        if (_count > 1)
            throw new AggregateException($"{_count} requests failed or their callbacks threw; all others were delivered.", _kept);
    }
}
