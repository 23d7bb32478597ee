using ProcQ.Engine;

namespace ProcQ.Tests.Scheduling;

/// <summary>The clock of a pool counts the time in which its process ran.</summary>
public sealed class AwakeClockTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly StoppableTime _system = new();
    private readonly AwakeClock _clock;
    private readonly long _start;

    public AwakeClockTests()
    {
        _clock = new AwakeClock(_system);
        _start = _clock.GetTimestamp();
    }

    private TimeSpan Counted => _clock.GetElapsedTime(_start);

    [Fact]
    public void GetTimestamp_WhileBeatsCome_CountsAllTime()
    {
        for (var i = 0; i < 100; i++)
        {
            _clock.Beat(Beat);
            // As late as a busy machine is.
            _system.Pass(Beat * 1.9);
        }

        Assert.Equal(Beat * 190, Counted);
        Assert.Equal(TimeSpan.Zero, _clock.Missed);
    }

    [Fact]
    public void GetTimestamp_AfterAnInterruption_CountsNoMoreOfItThanTheTolerance()
    {
        _clock.Beat(Beat);
        _system.Pass(Minute);

        Assert.Equal(Beat + AwakeClock.Tolerance, Counted);
        Assert.Equal(Minute - Counted, _clock.Missed);
    }

    [Fact]
    public void Beat_AfterAnInterruption_CountsNoMoreOfItThanTheTolerance()
    {
        _clock.Beat(Beat);
        _system.Pass(Minute);
        _clock.Beat(Beat);
        _system.Pass(Beat);

        Assert.Equal((2 * Beat) + AwakeClock.Tolerance, Counted);
    }

    [Fact]
    public void GetTimestamp_OfAProcessThatRunsButDoesNotBeat_GoesOn()
    {
        _clock.Beat(Beat);
        for (var i = 0; i < 50; i++)
        {
            _system.Pass(Beat);
            _ = Counted;
        }

        // Not all of it: whoever should beat gets no turn. But it does not stand still.
        Assert.InRange(Counted, 25 * Beat, 50 * Beat);
    }

    [Fact]
    public void GetTimestamp_WhileNobodyWaits_CountsAllTime()
    {
        _clock.Beat(Beat);
        _clock.Rest();
        _system.Pass(Minute);

        Assert.Equal(Minute, Counted);
    }

    [Fact]
    public void Wake_AfterAnInterruption_ReckonsFromTheReadingItIsGiven()
    {
        _system.Pass(Minute);
        var since = _clock.GetTimestamp();
        _system.Pass(Minute);
        _clock.Wake(since);

        Assert.Equal(Minute + AwakeClock.Tolerance, Counted);
    }

    [Fact]
    public void Wake_WhileSomebodyWaitsAlready_ChangesNothing()
    {
        _clock.Beat(Minute);
        _clock.Wake(_start);
        _system.Pass(Minute);

        Assert.Equal(Minute, Counted);
    }

    [Fact]
    public void Timer_OverAnInterruption_RingsWhenTheRestHasPassed()
    {
        var rung = 0;
        using var timer = _clock.CreateTimer(_ => rung++, null, 10 * Beat, Timeout.InfiniteTimeSpan);
        _clock.Beat(Beat);
        _system.Pass(Minute);
        Assert.Equal(0, rung);

        // A beat of the interruption and the tolerance have been counted.
        var left = (int)(((9 * Beat) - AwakeClock.Tolerance) / Beat);
        for (var i = 0; i < left; i++)
        {
            _clock.Beat(Beat);
            _system.Pass(Beat);
        }

        Assert.Equal(0, rung);
        _clock.Beat(Beat);
        _system.Pass(Beat);
        Assert.Equal(1, rung);
        _system.Pass(Minute);
        Assert.Equal(1, rung);
    }

    [Fact]
    public void Timer_ThatIsChangedOrGivenBack_DoesNotRing()
    {
        var rung = 0;
        using (var timer = _clock.CreateTimer(_ => rung++, null, Beat, Timeout.InfiniteTimeSpan))
        {
            timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _system.Pass(Minute);
            Assert.Throws<NotSupportedException>(() => timer.Change(Beat, Beat));
            timer.Change(Beat, Timeout.InfiniteTimeSpan);
        }

        _system.Pass(Minute);
        Assert.Equal(0, rung);
    }

    [Fact]
    public async Task Delay_AndCancelAfter_UseSuchTimers()
    {
        var delay = Task.Delay(10 * Beat, _clock);
        using var late = new CancellationTokenSource(10 * Beat, _clock);
        _clock.Beat(Beat);
        _system.Pass(Minute);
        Assert.False(delay.IsCompleted);
        Assert.False(late.IsCancellationRequested);

        _clock.Rest();
        _system.Pass(10 * Beat);
        await delay.WaitAsync(Minute);
        Assert.True(late.IsCancellationRequested);
    }

    [Fact]
    public void GetTimestamp_ReadByManyWhileTimeJumps_NeverGoesBack()
    {
        using var over = new ManualResetEventSlim();
        var readers = Enumerable
            .Range(0, 3)
            .Select(_ =>
                Task.Factory.StartNew(
                    () =>
                    {
                        var (last, back) = (_start, 0);
                        while (!over.IsSet)
                        {
                            var now = _clock.GetTimestamp();
                            back += now < last ? 1 : 0;
                            last = now;
                        }

                        return back;
                    },
                    TaskCreationOptions.LongRunning
                )
            )
            .ToArray();
        for (var i = 0; i < 20_000; i++)
        {
            _clock.Beat(Beat);
            _system.Pass(i % 3 == 0 ? Minute : Beat);
        }

        over.Set();
        Task.WaitAll(readers);
        Assert.All(readers, r => Assert.Equal(0, r.Result));
        Assert.InRange(Counted, 20_000 * Beat, 20_000 * 2 * Beat);
    }
}
