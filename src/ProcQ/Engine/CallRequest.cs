using ProcQ.Functions;
using ProcQ.Scheduling;
using ProcQ.Wire;

namespace ProcQ.Engine;

/// <summary>A call as it is handed to the pool.</summary>
internal sealed record CallRequest(FunctionDefinition Function, JobTerms Terms, RunOptions Options, CallSignals Signals);
