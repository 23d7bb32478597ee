using ProcQ.Launching;

namespace ProcQ.Engine;

/// <summary>How a worker was lost.</summary>
internal sealed record Loss(ProcessExit Exit, string OutputTail, Exception? Cause = null);
