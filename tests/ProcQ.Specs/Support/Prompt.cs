using System.Diagnostics;

namespace ProcQ.Specs.Support;

/// <summary>
/// How soon something happens. One time can be the machine's, which is busy with other specs; what a design is late by, it is late by every time.
/// </summary>
internal static class Prompt
{
    private const int Tries = 8;

    /// <summary>Of some times, one at least is within the limit.</summary>
    public static async Task MustBeAsync(TimeSpan limit, Func<Task> act)
    {
        var times = new List<TimeSpan>();
        while (times.Count < Tries)
        {
            var clock = Stopwatch.StartNew();
            await act();
            times.Add(clock.Elapsed);
            if (times[^1] <= limit)
                return;
        }

        Assert.Fail($"never within {limit}: {string.Join(", ", times)}");
    }
}
