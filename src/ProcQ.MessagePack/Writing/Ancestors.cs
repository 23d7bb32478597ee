using System.Runtime.CompilerServices;

namespace ProcQ.MessagePack.Writing;

/// <summary>
/// The objects being written right now, from the root down. An object met again inside itself is a cycle. The first few are compared one by one,
/// which costs less than hashing; a deep chain goes to a set, so that a long linked list does not become quadratic.
/// </summary>
internal sealed class Ancestors
{
    private const int Compared = 8;

    private First _first;
    private int _count;
    private HashSet<object>? _rest;

    /// <summary>Adds <paramref name="value"/>; false if it is among its own ancestors.</summary>
    public bool TryPush(object value)
    {
        var count = Math.Min(_count, Compared);
        for (var i = 0; i < count; i++)
        {
            if (ReferenceEquals(_first[i], value))
                return false;
        }

        if (_count < Compared)
            _first[_count] = value;
        else if (!(_rest ??= new HashSet<object>(ReferenceEqualityComparer.Instance)).Add(value))
            return false;
        _count++;
        return true;
    }

    /// <summary>Removes <paramref name="value"/>, which was pushed last.</summary>
    public void Pop(object value)
    {
        _count--;
        if (_count < Compared)
            _first[_count] = null;
        else
            _rest!.Remove(value);
    }

    [InlineArray(Compared)]
    private struct First
    {
        private object? _element;
    }
}
