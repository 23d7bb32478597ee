using System.Globalization;

namespace ProcQ.Specs.Support;

/// <summary>How long specs wait for what must happen. Only a failure takes that long; a busy machine is no failure.</summary>
internal static class Patience
{
    /// <summary>For a whole spec. PROCQ_SPEC_SECONDS makes it short for the specs of what happens then.</summary>
    public static TimeSpan SpecLimit { get; } =
        Environment.GetEnvironmentVariable("PROCQ_SPEC_SECONDS") is { } seconds
            ? TimeSpan.FromSeconds(int.Parse(seconds, CultureInfo.InvariantCulture))
            : TimeSpan.FromSeconds(60);

    /// <summary>For one event.</summary>
    public static TimeSpan Limit { get; } = SpecLimit / 2;

    /// <summary>For a fresh call, whatever has happened to its pool before.</summary>
    public static TimeSpan Fresh { get; } = TimeSpan.FromSeconds(5);

    /// <summary>The result, if it comes in time.</summary>
    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Limit);

    /// <summary>The end, if it comes in time.</summary>
    public static Task Soon(this Task task) => task.WaitAsync(Limit);

    /// <summary>Waits until something is so of which nobody tells: a process gone from /proc, a counter of the system.</summary>
    public static async Task Until(Func<bool> isSo, string what)
    {
        var deadline = Environment.TickCount64 + (long)Limit.TotalMilliseconds;
        while (!isSo())
        {
            if (Environment.TickCount64 > deadline)
                throw new TimeoutException($"After {Limit} still not so: {what}.");
            await Task.Delay(5);
        }
    }

    /// <summary>Waits until a number has stopped changing, for half a second at least, and returns it.</summary>
    public static async Task<long> Settled(Func<long> number)
    {
        var (last, since) = (number(), Environment.TickCount64);
        while (Environment.TickCount64 - since < 500)
        {
            await Task.Delay(20);
            if (number() is var now && now != last)
                (last, since) = (now, Environment.TickCount64);
        }

        return last;
    }
}
