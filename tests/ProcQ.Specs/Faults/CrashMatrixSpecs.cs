using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>The crash matrix, from the caller's own thread and from inside everything that calls the caller back.</summary>
public sealed class CrashMatrixSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    public static TheoryData<BombSite, BombEffect> Cells => CrashMatrix.Cells;

    [Theory]
    [MemberData(nameof(Cells))]
    public void C26_C27_C28_C29_Exactly_one_item_has_the_fate_of_its_cell(BombSite site, BombEffect effect) =>
        CrashMatrix.Check(Pool, site, effect);

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task C26_C27_C28_C29_Every_way_to_call_throws_it(BombSite site, BombEffect effect)
    {
        var expected = (site, effect) switch
        {
            (_, not BombEffect.Error) => typeof(WorkerLostException),
            (BombSite.Function, _) => typeof(InvalidOperationException),
            _ => typeof(NotTransferableException),
        };
        var bomb = Bomb.For(0, site, effect);
        Bomb[] bombs = [Bomb.For(0, BombSite.None, effect), Bomb.For(1, site, effect)];

        Assert.Throws(expected, () => Pool.Apply(Bomb.PassOn, bomb));
        await Assert.ThrowsAsync(expected, () => Pool.ApplyAsync(Bomb.PassOn, bomb).Soon());
        Assert.Throws(expected, () => Pool.Map(Bomb.PassOn, bombs));
        await using var stream = Pool.Imap(Bomb.PassOn, bombs);
        Assert.Equal(0, stream.Next(Patience.Limit).Number());
        Assert.Throws(expected, () => stream.Next(Patience.Limit));
        Assert.Equal(1, await Pool.ApplyAsync(() => 1).Soon());
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task C26_C27_C28_C29_From_OnSuccess(BombSite site, BombEffect effect)
    {
        var inner = new Inside(() => CrashMatrix.Check(Pool, site, effect));

        Assert.Equal(7, await Pool.ApplyAsync(() => 7, new TaskOptions { OnSuccess = _ => inner.Run() }).Soon());

        await inner.Done.Soon();
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task C26_C27_C28_C29_From_OnError(BombSite site, BombEffect effect)
    {
        var inner = new Inside(() => CrashMatrix.Check(Pool, site, effect));

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Pool.ApplyAsync(
                    Bomb.PassOn,
                    Bomb.For(0, BombSite.Function, BombEffect.Error),
                    new TaskOptions { OnError = _ => inner.Run() }
                )
                .Soon()
        );

        await inner.Done.Soon();
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task C26_C27_C28_C29_From_a_reporter(BombSite site, BombEffect effect)
    {
        var inner = new Inside(() => CrashMatrix.Check(Pool, site, effect));
        var reporter = new Listener
        {
            On = heard =>
            {
                if (heard is { What: nameof(Reporter.Success), Item: 1 })
                    inner.Run();
            },
        };

        var results = Pool.Map(x => x, Enumerable.Range(0, 4), new MapOptions { Reporter = reporter });

        Assert.Equal([0, 1, 2, 3], results);
        Assert.Equal(4, reporter.Names.Count(n => n == nameof(Reporter.Success)));
        await inner.Done.Soon();
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task C26_C27_C28_C29_From_a_receiver_of_progress(BombSite site, BombEffect effect)
    {
        var inner = new Inside(() => CrashMatrix.Check(Pool, site, effect));
        var progress = new Readings { On = _ => inner.Run() };

        var results = Pool.Map(x => x, Enumerable.Range(0, 4), new MapOptions { Progress = progress });

        Assert.Equal([0, 1, 2, 3], results);
        Assert.Equal(4, progress.Last.Done);
        await inner.Done.Soon();
    }

    [Theory]
    [MemberData(nameof(Cells))]
    public async Task C26_C27_C28_C29_From_a_loop_over_the_results_of_another_call(BombSite site, BombEffect effect)
    {
        var inner = new Inside(() => CrashMatrix.Check(Pool, site, effect));
        var seen = new List<int>();

        foreach (var x in Pool.Imap(x => x, Enumerable.Range(0, 100), new MapOptions { Window = 16, ChunkSize = 4 }))
        {
            seen.Add(x);
            if (x == 40)
                inner.Run();
        }

        Assert.Equal(Enumerable.Range(0, 100), seen);
        await inner.Done.Soon();
    }

    /// <summary>What runs once inside a callback: what it throws there would be swallowed.</summary>
    private sealed class Inside(Action check)
    {
        private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _begun;

        public Task Done => _done.Task;

        public void Run()
        {
            if (Interlocked.Exchange(ref _begun, 1) != 0)
                return;
            try
            {
                check();
                _done.SetResult();
            }
            catch (Exception e)
            {
                _done.SetException(e);
            }
        }
    }
}
