namespace ProcQ.Engine;

/// <summary>Whom a call wakes: the reader of its results, and the reader of its input. They may be the same.</summary>
internal sealed record CallSignals(Signal News, Signal Room);
