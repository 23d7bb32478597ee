using Microsoft.Extensions.Logging;

namespace ProcQ.Specs.Support;

/// <summary>One entry of a <see cref="LogBook"/>.</summary>
internal sealed record LogEntry(
    string Category,
    int Id,
    LogLevel Level,
    string Text,
    IReadOnlyDictionary<string, object?> Values,
    Exception? Exception
);
