using Spectre.Console;

namespace ProcQ.Terminal;

/// <summary>How a <see cref="TerminalReporter"/> shows what it hears. Immutable; checked when a reporter is made of it.</summary>
public sealed record TerminalReporterOptions
{
    /// <summary>The shortest and the longest time between two pictures.</summary>
    internal static readonly (TimeSpan Least, TimeSpan Most) Intervals = (TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(1));

    /// <summary>Where it is shown. Default: standard output.</summary>
    public IAnsiConsole? Console { get; init; }

    /// <summary>How many items there will be, for the share that is done and the time left; null if nobody knows. Range: 0 and up.</summary>
    public long? Total { get; init; }

    /// <summary>
    /// Whether there are live rows, which are painted over and over; otherwise there are plain lines, of what goes wrong and now and then of how far it is.
    /// Default: null, live if the console is a terminal that understands cursor movements.
    /// </summary>
    public bool? Live { get; init; }

    /// <summary>The time between two pictures. Default: 100 ms. Range: 20 ms to 1 minute.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>The time between two plain lines of how far it is. Default: 10 s. Range: 20 ms to 1 minute.</summary>
    public TimeSpan PlainInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The clock of elapsed times and pictures. Default: that of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    internal TerminalReporterOptions Checked()
    {
        ArgumentNullException.ThrowIfNull(TimeProvider);
        if (Total is { } total)
            ArgumentOutOfRangeException.ThrowIfNegative(total, nameof(Total));
        Check(Interval, nameof(Interval));
        Check(PlainInterval, nameof(PlainInterval));
        return this;
    }

    private static void Check(TimeSpan interval, string name)
    {
        if (interval < Intervals.Least || interval > Intervals.Most)
            throw new ArgumentOutOfRangeException(name, interval, $"{name} must be from {Intervals.Least} to {Intervals.Most}.");
    }
}
