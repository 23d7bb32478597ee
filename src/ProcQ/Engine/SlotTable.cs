using ProcQ.Workers;

namespace ProcQ.Engine;

/// <summary>The pool's worker slots by number. It only grows, under the engine's gate; anybody may read.</summary>
internal sealed class SlotTable(Func<int, WorkerSlot> make)
{
    private volatile WorkerSlot[] _slots = [];

    public IReadOnlyList<WorkerSlot> All => _slots;

    public WorkerSlot this[int number] => _slots[number];

    /// <summary>The slot of this number, made if need be.</summary>
    public WorkerSlot Open(int number)
    {
        while (_slots.Length <= number)
            _slots = [.. _slots, make(_slots.Length)];
        return _slots[number];
    }
}
