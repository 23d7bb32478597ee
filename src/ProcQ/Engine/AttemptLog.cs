using ProcQ.Scheduling;

namespace ProcQ.Engine;

/// <summary>Failed attempts at the items of one call that will run again, or have. Used under the engine's gate.</summary>
internal sealed class AttemptLog
{
    // Of one item; beyond that the ones in the middle are forgotten.
    private const int MostAttempts = 100;

    private Dictionary<long, List<FailedAttempt>>? _attempts;

    /// <summary>An attempt at an item failed, and there will be another one.</summary>
    public void Add(long index, FailedAttempt attempt)
    {
        _attempts ??= [];
        if (!_attempts.TryGetValue(index, out var earlier))
            _attempts[index] = earlier = [];
        if (earlier.Count == MostAttempts)
            earlier.RemoveAt(MostAttempts / 2);
        earlier.Add(attempt);
    }

    /// <summary>The items have their outcome. What is known of earlier attempts at the first of them; retried items travel alone.</summary>
    public IReadOnlyList<FailedAttempt> Take(ItemRange items) =>
        items.Attempt > 1 && _attempts is not null && _attempts.Remove(items.First, out var earlier) ? earlier : [];
}
