namespace ProcQ.Wire;

/// <summary>The other side sent what the protocol does not allow. The connection is of no use any more: there is no resync.</summary>
internal sealed class ProtocolException(string message, Exception? inner = null) : ProcQException(message, inner);
