using ProcQ.Specs.Faults.Evil;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Faults;

/// <summary>Workers that take their time, and what their time limits make of it.</summary>
public sealed class LateSpecs : FaultSpec
{
    private static readonly MapOptions Limited = new() { ChunkSize = 1, Timeout = TimeSpan.FromMilliseconds(200) };

    [Theory, Ways]
    public async Task B07_HeaderThenSilence(int workers, bool piecemeal)
    {
        var play = await LateAsync(
            workers,
            piecemeal,
            static (actor, _) =>
            {
                actor.Send(Raw.Length((uint)actor.Line.MaxFrameBytes));
                actor.AwaitKill();
            }
        );

        MustBeLate(play);
    }

    [Theory, Ways(Sends = false)]
    public async Task B08_SlowLoris(int workers)
    {
        var play = await LateAsync(
            workers,
            piecemeal: false,
            static (actor, batch) =>
            {
                // At this pace it would be there after a second and more, and no pause is as long as the limit.
                foreach (var value in Raw.Result(batch.First, 666))
                {
                    actor.Pipe.Send([value]);
                    actor.Worker.Gone.WaitHandle.WaitOne(50);
                }

                actor.AwaitKill();
            }
        );

        MustBeLate(play);
    }

    [Theory, Ways]
    public async Task D05_ResultAfterTimeoutKill(int workers, bool piecemeal)
    {
        var play = await LateAsync(
            workers,
            piecemeal,
            static (actor, batch) =>
            {
                actor.Worker.DiesSlowly = true;
                actor.Worker.Condemned.WaitHandle.WaitOne();
                // All of its batch, and once more when that was all: the second time it is nobody's.
                foreach (var report in actor.Reports(batch))
                    actor.Send(report);
                actor.Send(Raw.Result(batch.First, 666));
                actor.Exit(137);
            }
        );

        // It was written before the death, so it arrives before the death is judged, and there is one outcome.
        play.AllMustSucceed();
    }

    [Fact]
    public async Task A_page_that_says_all_is_done_buys_five_seconds_for_the_result()
    {
        var condemned = false;

        var play = await LateAsync(
            workers: 2,
            piecemeal: false,
            (actor, batch) =>
            {
                actor.Finish(batch.End);
                condemned = actor.Worker.Condemned.WaitHandle.WaitOne(Patience.Limit);
                actor.AwaitKill();
            }
        );

        // It says that it ran; nobody knows its result, so it runs again.
        play.AllMustSucceed();
        Assert.True(condemned);
    }

    [Theory, Ways(Sends = false)]
    public async Task A_page_of_nonsense_harms_nobody_else(int workers)
    {
        // In the page an item shares its word with two bits.
        foreach (var running in new[] { -(1L << 60), -7, 1L << 40, (1L << 61) - 1 })
        {
            foreach (var finished in new[] { long.MinValue, -2, long.MaxValue - 1, long.MaxValue })
            {
                var play = await PlayAsync(
                    workers,
                    piecemeal: false,
                    (actor, _) =>
                    {
                        actor.Finish(finished);
                        actor.Begin(running);
                        actor.Send(Raw.Length(0));
                        actor.AwaitKill();
                    }
                );

                // Nobody knows what it was in, so what it held runs again.
                play.AllMustSucceed();
            }
        }
    }

    private Task<Play<int>> LateAsync(int workers, bool piecemeal, Action<Actor, Assignment> crime) =>
        PlayAsync(workers, piecemeal, Triple, crime, Limited, victims: 1);

    private static void MustBeLate(Play<int> play)
    {
        play.OthersMustBeUnaffected();
        Assert.Equal(OutcomeStatus.TimedOut, play.Victim.Status);
        Assert.Equal(Limited.Timeout, Assert.IsType<TaskTimeoutException>(play.Victim.Error).Timeout);
    }
}
