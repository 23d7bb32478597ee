using ProcQ.Specs.Faults.Evil;
using ProcQ.Specs.Support;
using ProcQ.Wire;

namespace ProcQ.Specs.Faults;

/// <summary>Workers that do not come in as they should. Their pool starts others, or says why there are none.</summary>
public sealed class HandshakeSpecs : FaultSpec
{
    // As the pool has it: so many failures in a row, and no more is tried.
    private const int StartFailureLimit = 5;

    [Theory, Ways(Sends = false)]
    public async Task A04_ConnectsButSilent(int workers) =>
        await IsReplacedAsync(
            workers,
            piecemeal: false,
            static actor =>
            {
                var pipe = actor.Connect();
                // Closed long before the time limit of the start.
                Assert.Equal(0, pipe.ReadRaw(new byte[1]));
                actor.AwaitKill();
            },
            helloTimeout: TimeSpan.FromSeconds(1)
        );

    [Theory, Ways(Sends = false)]
    public async Task A04_ConnectsButDrips(int workers) =>
        await IsReplacedAsync(
            workers,
            piecemeal: false,
            static actor =>
            {
                var pipe = actor.Connect();
                // The last drop never comes: on a machine under load a greeting may be complete before its time is up.
                foreach (var value in actor.Hello.ToArray()[..^1])
                {
                    pipe.Send([value]);
                    actor.Worker.Gone.WaitHandle.WaitOne(50);
                }

                actor.AwaitKill();
            },
            helloTimeout: TimeSpan.FromSeconds(1)
        );

    [Theory, Ways]
    public async Task A05_WrongToken(int workers, bool piecemeal)
    {
        var stage = new Stage(worker => worker.Number == 0 ? TryTokens : Honest, piecemeal);
        var pool = NewPool(stage, workers);

        await ServesAsync(pool, stage);

        // It got in in the end: wrong tokens were dropped, and the pool went on listening.
        Assert.Equal(workers, stage.Workers.Count);

        static void TryTokens(Actor actor)
        {
            foreach (var length in new[] { 0, 1, Hello.TokenBytes, Hello.TokenBytes + 1 })
            {
                var pipe = actor.Connect();
                actor.Send(HelloCodec.Encode(Hello.Mine(new byte[length])).Span);
                Assert.Equal(0, pipe.ReadRaw(new byte[1]));
            }

            Honest(actor);
        }
    }

    [Theory, Ways]
    public Task A05_WrongToken_for_ever(int workers, bool piecemeal) =>
        IsReplacedAsync(
            workers,
            piecemeal,
            static actor =>
            {
                while (true)
                {
                    var pipe = actor.Connect();
                    actor.Send(HelloCodec.Encode(Hello.Mine(new byte[Hello.TokenBytes])).Span);
                    pipe.ReadRaw(new byte[1]);
                }
            }
        );

    [Theory, Ways]
    public async Task A06_WrongVersion(int workers, bool piecemeal)
    {
        var stage = new Stage(_ => SayNewer, piecemeal);
        var pool = NewPool(stage, workers);

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(Triple, 1).Soon());

        Assert.Contains($"protocol {Hello.CurrentProtocol},", error.Message, StringComparison.Ordinal);
        Assert.Contains($"ProcQ 9.9.9, protocol {Hello.CurrentProtocol + 1}", error.Message, StringComparison.Ordinal);
        await FaultedAsync(pool, stage, workers);

        static void SayNewer(Actor actor)
        {
            actor.Connect();
            var newer = Hello.Mine(actor.Line.Token) with { Protocol = Hello.CurrentProtocol + 1, Library = "9.9.9" };
            actor.Send(HelloCodec.Encode(newer).Span);
            // The real one learns the same from the answer, and leaves.
            actor.Pipe.TryRead(out _);
            actor.Exit(1);
        }
    }

    [Theory, Ways]
    public Task A17_DoubleHello(int workers, bool piecemeal) =>
        IsReplacedAsync(
            workers,
            piecemeal,
            static actor =>
            {
                actor.Greet();
                actor.Send(actor.Hello.Span);
                actor.AwaitKill();
            }
        );

    [Theory, Ways]
    public Task A17_DoubleHello_in_one_write(int workers, bool piecemeal) =>
        IsReplacedAsync(
            workers,
            piecemeal,
            static actor =>
            {
                actor.Connect();
                actor.Send([.. actor.Hello.Span, .. actor.Hello.Span]);
                actor.AwaitKill();
            }
        );

    [Theory, Ways]
    public async Task A18_HelloOversize(int workers, bool piecemeal)
    {
        foreach (var length in new uint[] { HelloCodec.MaxBodyBytes + 1, 1024 * 1024, uint.MaxValue, 0 })
        {
            await IsReplacedAsync(
                workers,
                piecemeal,
                actor =>
                {
                    actor.Connect();
                    actor.Send(Raw.Length(length));
                    LeaveWhenThrownOut(actor);
                }
            );
        }
    }

    [Theory, Ways]
    public async Task A18_HelloOfNonsense(int workers, bool piecemeal)
    {
        foreach (var seed in Enumerable.Range(0, 3))
        {
            var nonsense = new byte[HelloCodec.MaxBodyBytes];
            new Random(seed).NextBytes(nonsense);
            await IsReplacedAsync(
                workers,
                piecemeal,
                actor =>
                {
                    actor.Connect();
                    actor.Send([.. Raw.Length(HelloCodec.MaxBodyBytes), .. nonsense]);
                    LeaveWhenThrownOut(actor);
                }
            );
        }
    }

    [Theory, Ways]
    public async Task A24_CrashLoop(int workers, bool piecemeal)
    {
        var stage = new Stage(_ => DieAtOnce, piecemeal);
        var pool = NewPool(stage, workers);
        var calls = Enumerable.Range(0, 10).Select(i => pool.ApplyAsync(Triple, i)).ToList();
        var map = pool.MapOutcomesAsync(Triple, Enumerable.Range(0, 100));

        foreach (var call in calls)
        {
            // Sent to one that was dying already, or never sent.
            var error = await Assert.ThrowsAnyAsync<ProcQException>(() => call.Soon());
            Assert.Contains("exit code 3", error.Message, StringComparison.Ordinal);
        }

        Assert.All(await map.Soon(), o => Assert.Equal(OutcomeStatus.WorkerLost, o.Status));
        await FaultedAsync(pool, stage, workers);
    }

    [Theory, Ways]
    public async Task A24_CrashLoop_that_ends(int workers, bool piecemeal)
    {
        // Three deaths with the same items in hand would be blamed on them.
        var stage = new Stage(worker => worker.Number < 2 ? DieAtOnce : Honest, piecemeal);
        var pool = NewPool(stage, workers);

        await ServesAsync(pool, stage);

        // A pool that ends may not have come to replace them.
        Assert.InRange(stage.Workers.Count, Math.Max(3, workers), workers + 2);
    }

    private static void LeaveWhenThrownOut(Actor actor)
    {
        Assert.Equal(0, actor.Pipe.ReadRaw(new byte[1]));
        actor.Exit(1);
    }

    private static void DieAtOnce(Actor actor)
    {
        actor.Greet();
        actor.Exit(3);
    }

    private static void Honest(Actor actor)
    {
        actor.Greet();
        actor.Serve();
    }

    /// <summary>The first worker does this and is replaced; no call notices.</summary>
    private async Task IsReplacedAsync(int workers, bool piecemeal, Action<Actor> first, TimeSpan? helloTimeout = null)
    {
        var stage = new Stage(worker => worker.Number == 0 ? first : Honest, piecemeal);
        var pool = NewPool(
            stage,
            workers,
            launch: settings => settings with { HelloTimeout = helloTimeout ?? settings.HelloTimeout }
        );

        await stage.FirstEndedAsync();
        await ServesAsync(pool, stage);

        // A pool that ends may not have come to replace it; on a machine under load an honest one may be too late as well.
        var most = workers + (helloTimeout is null ? 1 : StartFailureLimit);
        Assert.InRange(stage.Workers.Count, Math.Max(2, workers), most);
    }

    private static async Task ServesAsync(ProcessPool pool, Stage stage)
    {
        await pool.WarmUpAsync().Soon();
        Assert.Equal(Enumerable.Range(0, 100).Select(Triple), await pool.MapAsync(Triple, Enumerable.Range(0, 100)).Soon());
        await ServeAndEndAsync(pool, stage);
    }

    /// <summary>Nothing is started any more, later calls are told at once, and nothing is left.</summary>
    private static async Task FaultedAsync(ProcessPool pool, Stage stage, int workers)
    {
        Assert.Throws<WorkerStartException>(() => pool.Apply(Triple, 1));
        // Those that start at once meet the same bad moment, which has to last; so each is tried a second time.
        Assert.InRange(stage.Workers.Count, StartFailureLimit, StartFailureLimit - 1 + (2 * workers));
        await LeaveAsync(pool, stage);
        await Assert.ThrowsAsync<WorkerStartException>(() => pool.Completion);
    }
}
