using System.Buffers;

namespace ProcQ.Host;

/// <summary>Results that are kept as values until they leave.</summary>
internal interface IGathered
{
    /// <summary>Encodes them, in their order; none is left. Called by whoever owns the outlet, which need not be the runner: no user code may run.</summary>
    void WriteTo(IBufferWriter<byte> output);
}
