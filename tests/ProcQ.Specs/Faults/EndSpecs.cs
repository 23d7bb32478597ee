using ProcQ.Specs.Faults.Evil;
using ProcQ.Specs.Support;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults;

/// <summary>Workers that end, or end their pipe, at an exact moment.</summary>
public sealed class EndSpecs : FaultSpec
{
    private const int Killed = 137;

    // So that a result that did not arrive is seen: it would be made once more, silently.
    private static readonly MapOptions Once = Together with { AtMostOnce = true };

    [Theory, Ways]
    public async Task E12_SigkillDuringResultWrite_at_every_byte(int workers, bool piecemeal)
    {
        var whole = Raw.Result(0, 666).Length;
        foreach (var length in new[] { 1, Frame.PrefixBytes - 1, Frame.PrefixBytes, Frame.PrefixBytes + 1, whole / 2, whole - 1 })
        {
            var play = await PlayAsync(
                workers,
                piecemeal,
                (actor, batch) =>
                {
                    actor.Send(Raw.Result(batch.First, 666).AsSpan(0, length));
                    actor.Exit(Killed);
                }
            );

            var lost = play.MustLoseTheVictim();
            Assert.Equal(Killed, lost.ExitCode);
            Assert.Contains("killed from outside", lost.ExitReason, StringComparison.Ordinal);
            Assert.Contains("in the middle of a message", lost.ExitReason, StringComparison.Ordinal);
        }
    }

    [Theory, Ways]
    public async Task E13_SigkillRightAfterResult(int workers, bool piecemeal)
    {
        var play = await PlayAsync(
            workers,
            piecemeal,
            static (actor, batch) =>
            {
                actor.Work(batch);
                actor.Exit(Killed);
            },
            Once
        );

        play.AllMustSucceed();
    }

    [Theory, Ways(Sends = false)]
    public async Task E13_SigkillRightAfterResult_while_its_reader_is_held_up(int workers)
    {
        const int Many = 100;
        var clock = new HeldClock();
        Task? release = null;

        var play = await PlayAsync(
            workers,
            piecemeal: false,
            static x => Enumerable.Repeat((byte)x, 1000).ToArray(),
            (actor, batch) =>
            {
                var reports = actor.Reports(actor.BeginLater(batch)).ToList();
                // A reader that is still at what was sent before would be held there, and what follows would not fit into the pipe.
                actor.Pipe.AwaitTaken(actor.Worker.Gone);
                clock.Arm();
                actor.Send(reports[0]);
                clock.AwaitHeld();
                actor.Send(reports[1..].SelectMany(report => report).ToArray());
                release = ReleaseAsync(actor.Worker);
                actor.Exit(Killed);
            },
            Once with
            {
                ChunkSize = Many,
            },
            victims: 2 * Many * (workers + 1),
            new ProcessPoolOptions { TimeProvider = clock }
        );

        // The exit was seen long before the results were read, and they were read all the same.
        play.AllMustSucceed();
        await release!;

        async Task ReleaseAsync(EvilWorker worker)
        {
            await worker.Exited.Soon();
            await Task.Delay(100);
            clock.Release();
        }
    }

    [Theory, Ways]
    public async Task E14_DiesWithUnreadRequest(int workers, bool piecemeal)
    {
        var play = await PlayAsync(
            workers,
            piecemeal,
            static (actor, batch) =>
            {
                actor.Work(batch);
                // More has come meanwhile, or comes now; nobody reads it, and so the pipe is reset and not ended.
                actor.Pipe.AwaitUnread(actor.Worker.Gone);
                actor.Exit(Killed);
            },
            Once,
            victims: Plenty(workers)
        );

        play.AllMustSucceed();
    }

    [Theory, Ways]
    public async Task E15_WriteEpipeResultWaiting(int workers, bool piecemeal)
    {
        var play = await PlayAsync(
            workers,
            piecemeal,
            static (actor, batch) =>
            {
                // Nobody can write to it any more, and then there is a result.
                actor.Pipe.CloseForReading();
                actor.Work(batch);
                actor.Exit(Killed);
            },
            Once,
            victims: Plenty(workers)
        );

        play.AllMustSucceed();
    }

    [Theory, Ways(Sends = false)]
    public async Task E18_ClosesPipeStaysAlive(int workers)
    {
        var play = await PlayAsync(
            workers,
            piecemeal: false,
            static (actor, _) =>
            {
                actor.Pipe.Dispose();
                actor.AwaitKill();
            }
        );

        Assert.Equal("killed by its pool, because it closed its pipe", play.MustLoseTheVictim().ExitReason);
    }

    [Theory, Ways]
    public async Task E21_ShutdownWriteOnly(int workers, bool piecemeal)
    {
        var play = await PlayAsync(
            workers,
            piecemeal,
            static (actor, batch) =>
            {
                // What it said before counts, and it still hears.
                actor.BeginLater(batch);
                actor.Pipe.CloseForWriting();
                while (actor.Pipe.TryRead(out _)) { }
                actor.AwaitKill();
            },
            victims: Plenty(workers)
        );

        Assert.Equal("killed by its pool, because it closed its pipe", play.MustLoseTheVictim().ExitReason);
    }
}
