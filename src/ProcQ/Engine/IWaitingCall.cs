namespace ProcQ.Engine;

/// <summary>A call of one item that was accepted and that the core does not know yet: of hundreds of thousands all but the next ones are kept as small as can be.</summary>
internal interface IWaitingCall
{
    /// <summary>It is in the <see cref="Backlog"/>. Guarded by the engine's gate.</summary>
    bool IsInLine { get; set; }

    /// <summary>Its caller has not cancelled it. One that was must not begin: the callbacks of one token would begin and end a call in the middle of another's end, thousands deep.</summary>
    bool IsWanted { get; }

    /// <summary>Its turn has come. Under the gate: no user code may run.</summary>
    CallRequest MakeRequest();

    /// <summary>The core has it. Outside the gate.</summary>
    void Begin(Call call);

    /// <summary>It never runs, for this reason. Outside the gate.</summary>
    void GiveUp(ResultParcel.Fate fate);
}
