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
    /// <summary>What is told of the call; null when nobody listens.</summary>
    public CallWatch? Watch { get; init; }

    /// <summary>Hears of outcomes on their way to the reader, under the engine's gate; null when nobody listens.</summary>
    public Action<ResultParcel>? Settled { get; init; }
}
