using ProcQ.Functions;
using ProcQ.Scheduling;
using ProcQ.Watching;
using ProcQ.Wire;

namespace ProcQ.Engine;

/// <summary>A call as it is handed to the pool.</summary>
internal sealed record CallRequest(
    FunctionDefinition Function,
    ArgumentStore Arguments,
    JobTerms Terms,
    RunOptions Options,
    CallSignals Signals
)
{
    /// <summary>It is one of those that wait in the <see cref="Backlog"/> where there are many of them.</summary>
    public bool MayWait { get; init; }

    /// <summary>All of its input is there: reading it does not wait for anything.</summary>
    public bool HasInputAtHand { get; init; }

    /// <summary>What is told of the call; null when nobody listens.</summary>
    public CallWatch? Watch { get; init; }

    /// <summary>Hears of outcomes on their way to the reader, under the engine's gate; null when nobody listens.</summary>
    public Action<ResultParcel>? Settled { get; init; }
}
