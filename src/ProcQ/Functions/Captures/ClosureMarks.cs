namespace ProcQ.Functions.Captures;

/// <summary>
/// Numbers the closures of one definition in the order they are met, and remembers what was written of each. Two delegates may share
/// a closure, and a recursive lambda is held by its own: the worker gets the same graph, and every variable once.
/// </summary>
internal sealed class ClosureMarks
{
    private readonly List<(object Closure, HashSet<string> Written)> _met = [];

    /// <summary>The closure's number; a new one gets the next.</summary>
    public int NumberOf(object closure)
    {
        var known = _met.FindIndex(met => ReferenceEquals(met.Closure, closure));
        if (known >= 0)
            return known;

        _met.Add((closure, new HashSet<string>(StringComparer.Ordinal)));
        return _met.Count - 1;
    }

    /// <summary>Those of the variables that weren't written before, now marked as written.</summary>
    public CapturedVariable[] TakeUnwritten(int number, CapturedVariable[] variables)
    {
        var written = _met[number].Written;
        return written.Count == 0 && variables.All(variable => written.Add(variable.Field.Name))
            ? variables
            : variables.Where(variable => written.Add(variable.Field.Name)).ToArray();
    }
}
