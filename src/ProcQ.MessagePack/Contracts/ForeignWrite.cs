using System.Buffers;

namespace ProcQ.MessagePack.Contracts;

/// <summary>Generated code that writes a value with a formatter of MessagePack-CSharp.</summary>
internal delegate void ForeignWrite<T>(IBufferWriter<byte> output, T value);
