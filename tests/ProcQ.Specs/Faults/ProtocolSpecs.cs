using ProcQ.Specs.Faults.Evil;
using ProcQ.Specs.Support;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults;

/// <summary>Messages that are well-formed and should not come: not now, not twice, not from this worker.</summary>
public sealed class ProtocolSpecs : FaultSpec
{
    [Theory, Ways]
    public async Task D01_ResultUnknownId(int workers, bool piecemeal)
    {
        foreach (var item in new[] { 1000, -1, long.MaxValue, long.MinValue })
        {
            await IsViolationAsync(
                workers,
                piecemeal,
                $"results for 1 items from {item} that it does not owe",
                (actor, _) => actor.Send(Raw.Result(item, 666))
            );
        }
    }

    [Theory, Ways]
    public Task D02_ResultForOtherWorkersTask(int workers, bool piecemeal) =>
        IsViolationAsync(
            workers,
            piecemeal,
            "from 0 that it does not owe",
            static (actor, batch) =>
            {
                // Item 0 of this session is settled then, while the other workers' items of that number are open.
                actor.BeginLater(batch);
                actor.Send(Raw.Result(0, 666));
            },
            victims: Plenty(workers)
        );

    [Theory, Ways]
    public Task D03_ResultTwice(int workers, bool piecemeal) =>
        IsViolationAsync(
            workers,
            piecemeal,
            "that it does not owe",
            static (actor, batch) =>
            {
                actor.BeginLater(batch);
                actor.Send(Raw.Result(batch.End - 1, 666));
            },
            victims: Plenty(workers)
        );

    [Theory, Ways]
    public Task D03_ResultTwice_in_one_message(int workers, bool piecemeal) =>
        IsViolationAsync(
            workers,
            piecemeal,
            "that it does not owe",
            static (actor, batch) => actor.Send(Raw.Results(batch.First, batch.Count + 1, Raw.Repeat(42, batch.Count + 1)))
        );

    [Theory, Ways]
    public async Task D04_ResultBeforeTask(int workers, bool piecemeal)
    {
        var stage = new Stage(worker => worker.Number == 0 ? Speak : Honest, piecemeal);
        var pool = NewPool(stage, workers);

        // Not before that: an item that was sent meanwhile would make an answer of it.
        await stage.FirstEndedAsync();
        Assert.Equal(Enumerable.Range(0, 100).Select(Triple), await pool.MapAsync(Triple, Enumerable.Range(0, 100)).Soon());

        await ServeAndEndAsync(pool, stage);
        Assert.True(stage.Workers[0].Condemned.IsCancellationRequested);

        static void Speak(Actor actor)
        {
            actor.Greet();
            actor.Send(Raw.Result(0, 666));
            actor.AwaitKill();
        }
    }

    [Theory, Ways]
    public Task D06_StartedTwice(int workers, bool piecemeal) =>
        IsViolationAsync(
            workers,
            piecemeal,
            "it began item 0, which is not its next one",
            static (actor, batch) =>
            {
                actor.Send(Raw.Plain(FrameKind.Begun, batch.First));
                actor.Send(Raw.Plain(FrameKind.Begun, batch.First));
            },
            Heard
        );

    [Theory, Ways]
    public Task D07_StartedUnknown(int workers, bool piecemeal) =>
        IsViolationAsync(
            workers,
            piecemeal,
            "it began item 1000, which is not its next one",
            static (actor, _) => actor.Send(Raw.Plain(FrameKind.Begun, 1000)),
            Heard
        );

    [Theory, Ways(Sends = false)]
    public async Task D08_FloodResults(int workers)
    {
        var sent = 0;

        await IsViolationAsync(
            workers,
            piecemeal: false,
            "that it does not owe",
            (actor, _) =>
            {
                for (; sent < 1_000_000; sent++)
                    actor.Send(Raw.Result(1000 + sent, 666));
            }
        );

        // What the pipe holds, and what is read before the kill.
        Assert.InRange(sent, 1, 100_000);
    }

    [Theory, Ways(Sends = false)]
    public async Task D09_FloodPings_of_progress(int workers)
    {
        var sent = 0;

        await IsViolationAsync(
            workers,
            piecemeal: false,
            "floods",
            (actor, batch) =>
            {
                for (; sent < 1_000_000; sent++)
                    actor.Send(Raw.Progress(batch.First, 0.5, "Are we there yet?"));
            }
        );

        Assert.InRange(sent, 10_000, 200_000);
    }

    [Theory, Ways]
    public async Task D10_LateResultOfOldTask(int workers, bool piecemeal)
    {
        var play = await PlayAsync(
            workers,
            piecemeal,
            static (actor, batch) =>
            {
                actor.BeginLater(batch);
                actor.Send(Raw.Result(batch.First, 666));
                actor.AwaitKill();
            },
            Together with
            {
                Retries = 1,
            },
            Plenty(workers)
        );

        // Item N had its outcome, and item N + 1 is tried again by somebody better.
        play.AllMustSucceed();
    }

    [Theory, Ways]
    public async Task D10_LateProgressOfOldTask_is_nobodys(int workers, bool piecemeal)
    {
        var listener = new Listener();
        var play = await PlayAsync(
            workers,
            piecemeal,
            static (actor, batch) =>
            {
                actor.Work(batch);
                var next = actor.NextAssignment();
                var item = next.First;
                foreach (var report in actor.Reports(next))
                {
                    // The item is announced by now.
                    actor.Send(Raw.Progress(batch.First, 0.25, "late"));
                    actor.Send(Raw.Progress(next.First + 1000, 0.25, "early"));
                    if (item++ == next.First)
                        actor.Send(Raw.Progress(next.First, 0.75, "in time"));
                    actor.Send(report);
                }
            },
            Together with
            {
                Reporter = listener,
            },
            Plenty(workers)
        );

        play.AllMustSucceed();
        play.NobodyMustHaveDied(workers);
        var heard = listener.OfItems().Where(h => h.What == nameof(Reporter.Progress)).Select(h => h.Fact);
        Assert.Equal([(0.75, "in time")], heard);
    }

    [Theory, Ways]
    public async Task D11_OldSessionReplay(int workers, bool piecemeal)
    {
        var recorded = Array.Empty<byte>();
        var stage = new Stage(
            worker =>
                worker.Number == 0 ? Record
                : worker.Number == workers ? Replay
                : Honest,
            piecemeal
        );
        var pool = NewPool(stage, workers);
        await pool.WarmUpAsync().Soon();
        await pool.ResizeAsync(workers + 1).Soon();

        var results = await pool.MapAsync(Triple, Enumerable.Range(0, 100)).Soon();

        Assert.Equal(Enumerable.Range(0, 100).Select(Triple), results);
        await ServeAndEndAsync(pool, stage);
        Assert.Equal(workers + 1, stage.Workers.Count);

        void Record(Actor actor)
        {
            recorded = actor.Hello.ToArray();
            Honest(actor);
        }

        void Replay(Actor actor)
        {
            // What another worker proved itself with proves nothing here: no answer, and the pipe is closed.
            var pipe = actor.Connect();
            actor.Send(recorded);
            Assert.Equal(0, pipe.ReadRaw(new byte[1]));
            Honest(actor);
        }
    }

    private static MapOptions Heard => Together with { Reporter = new Listener() };

    private static void Honest(Actor actor)
    {
        actor.Greet();
        actor.Serve();
    }
}
