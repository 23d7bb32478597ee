using ProcQ.Functions;

namespace ProcQ.Workers;

/// <summary>What a slot needs to know of its pool's options.</summary>
internal sealed record SlotTerms(int MaxFrameBytes, TimeProvider TimeProvider, FunctionDefinition? PayloadCodec);
