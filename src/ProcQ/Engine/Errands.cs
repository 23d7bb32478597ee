using ProcQ.Scheduling;

namespace ProcQ.Engine;

/// <summary>What is left to do once the gate has been left: workers to write to, and workers to end. One for each turn in the gate.</summary>
internal sealed class Errands(SlotTable slots)
{
    private readonly List<int> _posted = [];
    private List<PoolCommand.Kill>? _kills;

    /// <summary>Something is in line for the worker.</summary>
    public void Pump(int worker)
    {
        if (!_posted.Contains(worker))
            _posted.Add(worker);
    }

    /// <summary>A look at its process goes before the end, and the system may take its time. By then another life may have begun there, which is left alone.</summary>
    public void Kill(PoolCommand.Kill kill) => (_kills ??= []).Add(kill);

    /// <summary>Outside the gate.</summary>
    public void Run()
    {
        foreach (var kill in _kills ?? [])
            slots[kill.Worker].Kill(kill.Generation, kill.Reason);
        foreach (var worker in _posted)
            slots[worker].Pump();
    }
}
