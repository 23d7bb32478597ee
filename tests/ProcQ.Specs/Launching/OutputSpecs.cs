using System.Diagnostics;

namespace ProcQ.Specs.Launching;

/// <summary>What a worker writes, and what it finds on its input.</summary>
public class OutputSpecs : LaunchSpec
{
    private const long Megabyte = 1 << 20;

    [Theory(Timeout = Limit)]
    [InlineData("floods-output")]
    [InlineData("floods-error")]
    [InlineData("never-ends-its-line")]
    public async Task F01_F02_F03_A_flood_of_100_MB_is_drained_and_does_not_grow_the_parent(string deed)
    {
        Lines.Dispose();
        var launcher = Launcher(deed, settings => settings with { OnOutput = line => Notice(line.Text) });
        using var warm = await Launcher("serve", settings => settings with { OnOutput = null })
            .StartAsync(1, CancellationToken.None);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        using var worker = await launcher.StartAsync(1, CancellationToken.None);
        Watch(worker.ProcessId);

        await _lastWords.Task.WaitAsync(TimeSpan.FromSeconds(50));

        Assert.InRange(_longest, 1, ProcQ.Launching.LineSplitter.MaxLineBytes);
        Assert.InRange(worker.OutputTail.Length, 60_000, ProcQ.Launching.OutputRing.Capacity);
        Assert.EndsWith("last words\n", worker.OutputTail, StringComparison.Ordinal);
        // Other specs of this process keep memory of their own; a flood that was kept would be 100 MB of bytes, or 200 of text.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 90 * Megabyte);
    }

    [Fact(Timeout = Limit)]
    public async Task F04_F05_Bytes_that_are_no_text_become_replacement_characters()
    {
        using var worker = await StartAsync("writes-bytes");

        Assert.Equal("naïve", "na" + LineAfter("na"));
        LineAfter("end");
        Assert.Contains("\0\u0001\u0002\ufffd\ufffd\ufffd", worker.OutputTail, StringComparison.Ordinal);
        Assert.Contains("<\ufffd(>", worker.OutputTail, StringComparison.Ordinal);
    }

    [Fact(Timeout = Limit)]
    public async Task F06_Reading_input_gives_its_end_at_once_and_the_lifeline_holds()
    {
        using var worker = await StartAsync("reads-input");

        Assert.Equal("'' -1", LineAfter("line"));
        AssertLifelineWorks(worker);
    }

    [Fact(Timeout = Limit)]
    public async Task F07_Closing_input_does_not_touch_the_lifeline()
    {
        using var worker = await StartAsync("closes-input");

        LineAfter("end");
        AssertLifelineWorks(worker);
    }

    private readonly TaskCompletionSource _lastWords = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _longest;

    private void Notice(string line)
    {
        _longest = Math.Max(_longest, line.Length);
        if (line == "last words")
            _lastWords.TrySetResult();
    }

    private void AssertLifelineWorks(ProcQ.Launching.LaunchedWorker worker)
    {
        var watch = Watch(worker.ProcessId);
        watch.MustLive();
        var clock = Stopwatch.StartNew();
        worker.CloseLifeline();
        watch.MustEndWithin(Soon);
        Assert.InRange(clock.ElapsedMilliseconds, 0, Soon.TotalMilliseconds);
    }
}
