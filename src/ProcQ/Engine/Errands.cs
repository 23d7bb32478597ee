using ProcQ.Scheduling;

namespace ProcQ.Engine;

/// <summary>What is left to do once the gate has been left: workers to write to, workers to end, callers to tell. One for each turn in the gate.</summary>
internal sealed class Errands(SlotTable slots)
{
    private readonly List<int> _posted = [];
    private List<PoolCommand.Kill>? _kills;
    private List<(IWaitingCall Waiting, Call Call)>? _begun;
    private List<(IWaitingCall Waiting, ResultParcel.Fate Fate)>? _givenUp;

    /// <summary>Something is in line for the worker.</summary>
    public void Pump(int worker)
    {
        if (!_posted.Contains(worker))
            _posted.Add(worker);
    }

    /// <summary>A look at its process goes before the end, and the system may take its time. By then another life may have begun there, which is left alone.</summary>
    public void Kill(PoolCommand.Kill kill) => (_kills ??= []).Add(kill);

    /// <summary>The core has the call now.</summary>
    public void Begin(IWaitingCall waiting, Call call) => (_begun ??= []).Add((waiting, call));

    /// <summary>These calls have come to nothing, and this is how.</summary>
    public void GiveUp(List<IWaitingCall> calls, ResultParcel.Fate fate) =>
        (_givenUp ??= []).AddRange(calls.Select(call => (call, fate)));

    /// <summary>Outside the gate.</summary>
    public void Run()
    {
        foreach (var kill in _kills ?? [])
            slots[kill.Worker].Kill(kill.Generation, kill.Reason);
        foreach (var worker in _posted)
            slots[worker].Pump();
        foreach (var (waiting, call) in _begun ?? [])
            waiting.Begin(call);
        foreach (var (waiting, fate) in _givenUp ?? [])
            waiting.GiveUp(fate);
    }
}
