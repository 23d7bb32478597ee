using System.Globalization;
using ProcQ.Host;

namespace ProcQ.Threads;

/// <summary>What the threads of one pool have in common.</summary>
/// <param name="PoolName">For their names.</param>
/// <param name="ByReference">Arguments and results are handed over as they are; else as bytes.</param>
/// <param name="MaxBytes">The longest argument or result that is handed over as bytes.</param>
internal sealed record ThreadTerms(string PoolName, bool ByReference, int MaxBytes)
{
    /// <summary>Looks after those that run for long.</summary>
    public Ticker Ticker { get; } = new();

    /// <summary>What the pool's maker had: threads of their own would have the system's.</summary>
    public CultureInfo Culture { get; } = CultureInfo.CurrentCulture;

    /// <inheritdoc cref="Culture"/>
    public CultureInfo UICulture { get; } = CultureInfo.CurrentUICulture;

    /// <summary>Hears what code threw that functions had registered with their tokens.</summary>
    public required Action<Exception> CallbackThrew { get; init; }

    /// <summary>Counts threads that were given up and have not ended.</summary>
    public AbandonedThreads Abandoned { get; init; } = new();
}
