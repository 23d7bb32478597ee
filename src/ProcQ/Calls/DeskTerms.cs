using Microsoft.Extensions.Logging;
using ProcQ.Wire;

namespace ProcQ.Calls;

/// <summary>What holds for all calls of a pool.</summary>
internal sealed record DeskTerms(TimeSpan? TaskTimeout, TimeSpan CancelGrace, int MaxArgumentBytes, Payload Payload, ILogger Log);
