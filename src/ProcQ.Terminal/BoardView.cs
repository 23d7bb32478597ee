using System.Globalization;

namespace ProcQ.Terminal;

/// <summary>What there is to show at one moment.</summary>
internal sealed record BoardView(
    IReadOnlyList<WorkerRow> Rows,
    IReadOnlyDictionary<Ending, long> Counts,
    int Workers,
    long? Total,
    TimeSpan Elapsed
)
{
    /// <summary>How many items have come to their end.</summary>
    public long Done => Counts.Where(c => c.Key != Ending.Retried).Sum(c => c.Value);

    /// <summary>All in a line: <c>12 of 40 done, 1 failed, 00:12, 1.0/s, 00:28 left</c>.</summary>
    public string Summary
    {
        get
        {
            List<string> parts = [Total is { } total ? $"{Done} of {total} done" : $"{Done} done"];
            Add(Ending.Failed, "failed");
            Add(Ending.Lost, "lost");
            Add(Ending.TimedOut, "timed out");
            Add(Ending.Retried, "retried");
            parts.Add(Time(Elapsed));
            if (Rate is { } rate)
                parts.Add(string.Create(CultureInfo.InvariantCulture, $"{rate:0.0}/s"));
            if (Left is { } left)
                parts.Add($"{Time(left)} left");
            return string.Join(", ", parts);

            void Add(Ending ending, string name)
            {
                if (Counts.GetValueOrDefault(ending) is > 0 and var count)
                    parts.Add($"{count} {name}");
            }
        }
    }

    private double? Rate => Done > 0 && Elapsed > TimeSpan.Zero ? Done / Elapsed.TotalSeconds : null;

    private TimeSpan? Left =>
        Rate is { } rate && Total > Done
            ? TimeSpan.FromSeconds(Math.Min((Total.Value - Done) / rate, TimeSpan.MaxValue.TotalSeconds / 2))
            : null;

    /// <summary>Minutes and seconds, or hours as well.</summary>
    private static string Time(TimeSpan time) =>
        time < TimeSpan.FromHours(1)
            ? time.ToString(@"mm\:ss", CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}:{time:mm\\:ss}");
}
