using ProcQ.Launching;

namespace ProcQ.Engine;

/// <summary>How a worker was lost.</summary>
internal sealed record Loss(WorkerExit Exit, string OutputTail, Exception? Cause = null);
