using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>One function, one worker.</summary>
public sealed class ApplySpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public void A_function_runs_in_another_process()
    {
        var pid = Pool.Apply(() => Environment.ProcessId);

        Assert.NotEqual(Environment.ProcessId, pid);
        Assert.Contains(Pool.GetStats().Workers, w => w.ProcessId == pid);
    }

    [Fact]
    public void A_function_gets_its_argument() => Assert.Equal(25, Pool.Apply(x => x * x, 5));

    [Fact]
    public void A_method_can_be_the_function() => Assert.Equal(25, Pool.Apply(Square, 5));

    [Fact]
    public void A_captured_variable_travels_as_a_copy()
    {
        var box = new List<int> { 1, 2 };

        var count = Pool.Apply(() =>
        {
            box.Add(3);
            return box.Count;
        });

        Assert.Equal(3, count);
        Assert.Equal(2, box.Count);
    }

    [Fact]
    public void Null_is_a_result_like_any_other() => Assert.Null(Pool.Apply(s => s, (string?)null));

    [Fact]
    public void An_asynchronous_function_is_awaited_in_the_worker()
    {
        Assert.Equal(42, Pool.Apply(async () => await Later(42)));
        Assert.Equal(49, Pool.Apply(async x => await Later(x * x), 7));
    }

    [Fact]
    public async Task ApplyAsync_takes_every_shape_of_function()
    {
        Assert.Equal(1, await Pool.ApplyAsync(() => 1));
        Assert.Equal(2, await Pool.ApplyAsync(async () => await Later(2)));
        Assert.Equal(9, await Pool.ApplyAsync(x => x * x, 3));
        Assert.Equal(16, await Pool.ApplyAsync(async x => await Later(x * x), 4));
    }

    [Fact]
    public async Task An_action_runs_to_its_end()
    {
        using var folder = new ScratchFolder();
        var ledger = new Ledger(folder.In("ledger"));

        await Pool.ApplyAsync(() => ledger.Note("sync"));
        await Pool.ApplyAsync(async () =>
        {
            await Task.Yield();
            ledger.Note("async");
        });

        Assert.Equal(["sync", "async"], ledger.Read());
    }

    [Fact]
    public async Task A_call_that_waits_does_not_hold_up_the_other_worker()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var waiting = Pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();

        for (var i = 0; i < 20; i++)
            Assert.Equal(i, await Pool.ApplyAsync(x => x, i).Soon());

        Assert.False(waiting.IsCompleted);
        visit.Let();
        await waiting.Soon();
    }

    [Fact]
    public async Task A_result_is_the_same_for_everybody_who_awaits_it_and_every_time()
    {
        var task = Pool.ApplyAsync(() => "one");

        var three = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => task)));

        Assert.Equal(["one", "one", "one"], three);
        Assert.Equal("one", await task);
    }

    [Fact]
    public async Task The_callback_gets_the_result_before_the_task_completes()
    {
        object? seen = null;
        var task = Pool.ApplyAsync(x => x * 8, 7, new TaskOptions { OnSuccess = r => seen = r });

        Assert.Equal(56, await task.Soon());
        Assert.Equal(56, seen);
    }

    [Fact]
    public async Task The_error_callback_gets_the_error_and_the_other_one_nothing()
    {
        var (succeeded, error) = (false, (Exception?)null);
        var options = new TaskOptions { OnSuccess = _ => succeeded = true, OnError = e => error = e };

        var thrown = await Assert.ThrowsAsync<FormatException>(() => Pool.ApplyAsync(s => int.Parse(s), "no number", options));

        Assert.Same(thrown, error);
        Assert.False(succeeded);
    }

    [Fact]
    public async Task A_callback_that_throws_harms_nothing()
    {
        var options = new TaskOptions { OnSuccess = _ => throw new InvalidOperationException("callback") };

        Assert.Equal(1, await Pool.ApplyAsync(() => 1, options).Soon());
        Assert.Equal(2, await Pool.ApplyAsync(() => 2).Soon());
    }

    [Fact]
    public async Task A_callback_never_runs_in_the_call_that_asked_for_it()
    {
        using var inside = new ThreadLocal<bool>();
        var bad = 0;
        for (var i = 0; i < 2_000; i++)
        {
            inside.Value = true;
            var task = Pool.ApplyAsync(
                () => 1,
                new TaskOptions { OnSuccess = _ => Interlocked.Add(ref bad, inside.Value ? 1 : 0) }
            );
            inside.Value = false;
            await task.Soon();
        }

        Assert.Equal(0, bad);
    }

    [Fact]
    public async Task A_callback_runs_here_and_may_use_the_pool()
    {
        var inner = 0;
        var options = new TaskOptions { OnSuccess = r => inner = Pool.Apply(x => x + 1, (int)r!) };

        await Pool.ApplyAsync(() => 1, options).Soon();

        Assert.Equal(2, inner);
    }

    [Fact]
    public async Task F09_ParentCallbackSlow_and_a_slow_continuation_hold_up_nobody()
    {
        using var block = new ManualResetEventSlim();
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var slow = Pool.ApplyAsync(() => 1, new TaskOptions { OnSuccess = _ => block.Wait() });
        // Not before the continuation is there, or it would run right here.
        var second = Pool.ApplyAsync(() =>
        {
            gate.Pass();
            return 2;
        });
        var slower = second.ContinueWith(
            t =>
            {
                block.Wait();
                return t.Result;
            },
            TaskContinuationOptions.ExecuteSynchronously
        );
        using (var visit = await keeper.NextAsync())
            visit.Let();

        // From a thread of its own: two of the thread pool are blocked, and there may be no more.
        await Task.Factory.StartNew(
            () => Assert.Equal(Enumerable.Range(0, 500), Pool.Map(x => x, Enumerable.Range(0, 500))),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default
        );

        Assert.False(slow.IsCompleted || slower.IsCompleted);
        block.Set();
        Assert.Equal(1, await slow.Soon());
        Assert.Equal(2, await slower.Soon());
    }

    [Fact]
    public async Task Among_calls_that_wait_the_higher_priority_goes_first()
    {
        using var folder = new ScratchFolder();
        using var keeper = new GateKeeper();
        var (gate, ledger) = (keeper.Gate, new Ledger(folder.In("ledger")));
        var pool = NewPool(1);
        // One runs, and one more may be in the pipe of the worker already: what comes after those waits.
        var first = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();
        var second = pool.ApplyAsync(() => ledger.Note("in the pipe"));
        Task[] rest =
        [
            pool.ApplyAsync(() => ledger.Note("low"), new TaskOptions { Priority = -1 }),
            pool.ApplyAsync(() => ledger.Note("middle")),
            pool.ApplyAsync(() => ledger.Note("high"), new TaskOptions { Priority = 1 }),
        ];

        visit.Let();
        await Task.WhenAll([first, second, .. rest]).Soon();

        Assert.Equal(["high", "middle", "low"], ledger.Read().Where(l => l != "in the pipe"));
    }

    [Fact]
    public void The_worker_knows_who_it_is()
    {
        var (known, index, attempt) = Pool.Apply(() =>
            (WorkerContext.Current is not null, WorkerContext.Current!.Index, WorkerContext.Current.Attempt)
        );

        Assert.True(known);
        Assert.Equal((0L, 1), (index, attempt));
        Assert.Null(WorkerContext.Current);
    }

    [Fact]
    public void A_worker_keeps_what_it_is_given_to_keep()
    {
        var pool = NewPool(1);

        var counts = pool.Map(
            _ => (int)WorkerContext.Current!.State.AddOrUpdate("count", 1, (_, c) => (int)c! + 1)!,
            Enumerable.Range(0, 5)
        );

        Assert.Equal([1, 2, 3, 4, 5], counts);
    }

    private static int Square(int x) => x * x;

    private static async Task<T> Later<T>(T value)
    {
        await Task.Yield();
        return value;
    }
}
