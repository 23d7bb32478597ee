using ProcQ.Specs.Faults.Evil;
using ProcQ.Specs.Support;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults;

/// <summary>Lengths that lie, frames that are torn, and bytes that are no frames.</summary>
public sealed class FramingSpecs : FaultSpec
{
    private static readonly ProcessPoolOptions Small = new() { MaxFrameBytes = 16 * 1024 };

    [Theory, Ways]
    public Task B01_Length0(int workers, bool piecemeal) =>
        HasLengthAsync(workers, piecemeal, 0, "0 bytes cannot hold a message");

    [Theory, Ways]
    public async Task B02_LengthBelowHeader(int workers, bool piecemeal)
    {
        foreach (var length in new uint[] { 1, 4, 8, Frame.EnvelopeBytes })
            await HasLengthAsync(workers, piecemeal, length, "cannot hold a message");
    }

    [Theory, Ways]
    public Task B03_LengthMaxPlus1(int workers, bool piecemeal) =>
        HasLengthAsync(workers, piecemeal, (64 * 1024 * 1024) + 1, "at most 67108864 are allowed");

    [Theory, Ways]
    public Task B04_Length4GB(int workers, bool piecemeal) =>
        HasLengthAsync(workers, piecemeal, 0xFFFFFFFF, "4294967295 bytes is announced");

    [Theory, Ways]
    public Task B05_Length2GBMinus(int workers, bool piecemeal) =>
        HasLengthAsync(workers, piecemeal, 0x7FFFFFC7, "2147483591 bytes is announced");

    [Theory, Ways]
    public Task B06_LengthNegativeAsInt(int workers, bool piecemeal) =>
        HasLengthAsync(workers, piecemeal, 0x80000000, "2147483648 bytes is announced");

    [Theory, Ways]
    public async Task B09_ByteByByteValid(int workers, bool piecemeal)
    {
        var play = await PlayAsync(workers, piecemeal, static (actor, batch) => actor.Work(batch));

        play.AllMustSucceed();
        play.NobodyMustHaveDied(workers);
    }

    [Theory, Ways]
    public async Task B10_ManyFramesOneWrite(int workers, bool piecemeal)
    {
        var most = 0;
        var stage = new Stage(_ => AnswerInOneWrite, piecemeal);
        var pool = NewPool(stage, workers);

        var results = await pool.MapAsync(Triple, Enumerable.Range(0, 3000), new MapOptions { ChunkSize = 1000 }).Soon();

        Assert.Equal(Enumerable.Range(0, 3000).Select(Triple), results);
        Assert.InRange(most, 500, 1000);
        await ServeAndEndAsync(pool, stage);

        void AnswerInOneWrite(Actor actor)
        {
            actor.Greet();
            while (true)
            {
                var batch = actor.NextAssignment();
                Max(ref most, batch.Count);
                actor.Send(actor.Reports(batch).SelectMany(report => report).ToArray());
                actor.Finish(batch.End);
            }
        }
    }

    [Theory, Ways]
    public async Task B11_TruncatedThenExit(int workers, bool piecemeal)
    {
        var play = await PlayAsync(
            workers,
            piecemeal,
            static (actor, batch) =>
            {
                // All of the result but its last byte.
                actor.Send(Raw.Result(batch.First, 666).AsSpan()[..^1]);
                actor.Exit(3);
            }
        );

        var lost = play.MustLoseTheVictim();
        Assert.Equal(3, lost.ExitCode);
        Assert.Equal("exit code 3; it was in the middle of a message", lost.ExitReason);
    }

    [Theory, Ways]
    public async Task B12_TruncatedThenEofAlive(int workers, bool piecemeal)
    {
        var play = await PlayAsync(
            workers,
            piecemeal,
            static (actor, batch) =>
            {
                actor.Send(Raw.Result(batch.First, 666).AsSpan()[..^1]);
                actor.Pipe.Dispose();
                actor.AwaitKill();
            }
        );

        var lost = play.MustLoseTheVictim();
        Assert.Equal("killed by its pool, because it closed its pipe; it was in the middle of a message", lost.ExitReason);
    }

    [Theory, Ways]
    public async Task B13_GarbageStream(int workers, bool piecemeal)
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var garbage = new byte[1024 * 1024];
            new Random(seed).NextBytes(garbage);
            // Four random bytes are a length that is too large, but for one time in 64.
            await IsViolationAsync(workers, piecemeal, "bytes is announced", (actor, _) => actor.Send(garbage));
        }
    }

    [Theory, Ways]
    public async Task B14_UnknownKind(int workers, bool piecemeal)
    {
        foreach (var kind in new byte[] { 0, 10, 15, 23, 127, 128, 255 })
        {
            await IsViolationAsync(
                workers,
                piecemeal,
                $"kind {kind} do not exist",
                (actor, batch) => actor.Send(Raw.Plain((FrameKind)kind, batch.First))
            );
        }
    }

    [Theory, Ways]
    public async Task B15_KindIllegalInState(int workers, bool piecemeal)
    {
        await Is(FrameKind.Initialized, "kind Initialized now", (_, batch) => Raw.Plain(FrameKind.Initialized, batch.First));
        await Is(FrameKind.Returned, "not asked for", (_, batch) => Raw.Number(FrameKind.Returned, batch.First, 1));
        await Is(FrameKind.Leaving, "leaves before", (_, _) => Raw.Plain(FrameKind.Leaving, 1 << 30));
        await Is(FrameKind.Begun, "not its next one", (_, batch) => Raw.Plain(FrameKind.Begun, batch.First));

        Task Is(FrameKind _, string what, Func<Actor, Assignment, byte[]> frame) =>
            IsViolationAsync(workers, piecemeal, what, (actor, batch) => actor.Send(frame(actor, batch)));
    }

    [Theory, Ways]
    public async Task B16_KindParentOnly(int workers, bool piecemeal)
    {
        for (var kind = FrameKind.Define; kind <= FrameKind.TimeUp; kind++)
        {
            var sent = kind;
            await IsViolationAsync(
                workers,
                piecemeal,
                $"kind {kind} now",
                (actor, batch) => actor.Send(Raw.Plain(sent, batch.First))
            );
        }
    }

    [Theory, Ways]
    public async Task B18_MaxFrameExact(int workers, bool piecemeal)
    {
        var largest = new byte[Small.MaxFrameBytes];
        while (Raw.Result(0, largest).Length - Frame.PrefixBytes > Small.MaxFrameBytes)
            largest = largest[1..];
        var frame = Raw.Result(0, largest);
        Assert.Equal(Small.MaxFrameBytes, frame.Length - Frame.PrefixBytes);

        var play = await PlayAsync(
            workers,
            piecemeal,
            static _ => new byte[1],
            (actor, batch) => actor.Work(batch, instead: frame),
            pool: Small
        );

        play.OthersMustBeUnaffected();
        Assert.Equal(largest, play.Victim.Result);
        play.NobodyMustHaveDied(workers);
        await IsViolationAsync(
            workers,
            piecemeal,
            "16385 bytes is announced",
            (actor, _) => actor.Send(Raw.Result(0, largest.Append((byte)0).ToArray())),
            pool: Small
        );
    }

    [Theory, Ways(Sends = false)]
    public async Task B20_SplitAtEveryOffset(int workers)
    {
        // Shapes of messages whose length is always the same; the second kind tells of a failure.
        int[] tried = [0, 0];
        int[] lengths = [0, 0];
        var stage = new Stage(_ => AnswerInHalves, piecemeal: false);
        var pool = NewPool(stage, workers);

        var outcomes = await pool.MapOutcomesAsync(FailEveryThird, Enumerable.Range(0, 600), Together).Soon();

        Assert.Equal(Enumerable.Range(0, 600), outcomes.Select(o => (int)o.Index));
        foreach (var outcome in outcomes)
        {
            if (outcome.Index % 3 == 0)
                Assert.Equal("every third", Assert.IsType<FormatException>(outcome.Error).Message);
            else
                Assert.Equal(outcome.Index % 3, outcome.Result);
        }

        Assert.InRange(tried[0], lengths[0], 600);
        Assert.InRange(tried[1], lengths[1], 600);
        await ServeAndEndAsync(pool, stage);

        void AnswerInHalves(Actor actor)
        {
            actor.Greet();
            while (true)
            {
                var batch = actor.NextAssignment();
                var item = batch.First;
                foreach (var report in actor.Reports(batch))
                {
                    byte[] bytes = [.. Raw.Progress(item++, 0.5, "half"), .. report];
                    var shape = report.Length < 50 ? 0 : 1;
                    lengths[shape] = bytes.Length;
                    actor.SendSplit(bytes, 1 + (Interlocked.Increment(ref tried[shape]) % (bytes.Length - 1)));
                }

                actor.Finish(batch.End);
            }
        }
    }

    private static int FailEveryThird(int x) => x % 3 == 0 ? throw new FormatException("every third") : x % 3;

    private static void Max(ref int most, int value)
    {
        var seen = Volatile.Read(ref most);
        while (value > seen)
            seen = Interlocked.CompareExchange(ref most, value, seen) == seen ? value : Volatile.Read(ref most);
    }

    private Task HasLengthAsync(int workers, bool piecemeal, uint length, string what) =>
        IsViolationAsync(workers, piecemeal, what, (actor, _) => actor.Send(Raw.Length(length)));
}
