namespace ProcQ.MessagePack.Contracts;

/// <summary>Generated code that reads a value with a formatter of MessagePack-CSharp.</summary>
internal delegate T ForeignRead<T>(ReadOnlyMemory<byte> bytes);
