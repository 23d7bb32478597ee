using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>What a worker process is equipped with once it is in: the connection, its progress page, and what the parent decided.</summary>
internal sealed record WorkerBootstrap(StartLine Line, Stream Pipe, ProgressPage Page, ChildSystem System);
