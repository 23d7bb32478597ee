using System.Diagnostics;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>The end of a pool: in any order, from anywhere, twice.</summary>
public sealed class ShutdownSpecs : PoolSpec
{
    [Fact]
    public async Task A_closed_pool_finishes_what_it_took_and_lets_its_workers_go()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(2);
        var one = pool.ApplyAsync(() => Pass(gate, 1));
        var many = pool.MapAsync(x => Pass(gate, x), Enumerable.Range(0, 10));
        using var visit = await keeper.NextAsync();

        pool.Close();
        Assert.False(pool.Join(TimeSpan.FromMilliseconds(50)));
        Assert.False(pool.Completion.IsCompleted);
        visit.Let();
        keeper.Open();

        Assert.True(pool.Join(Patience.Limit));
        Assert.Equal(1, await one.Soon());
        Assert.Equal(Enumerable.Range(0, 10), await many.Soon());
        Assert.Empty(Alive());
        Assert.True(pool.Completion.IsCompletedSuccessfully);
        Assert.All(pool.GetStats().Workers, w => Assert.Equal(WorkerActivity.Gone, w.Activity));
    }

    [Fact]
    public void A_pool_that_did_nothing_closes_at_once()
    {
        var pool = NewPool(1);
        Assert.Equal(Array.Empty<int>(), pool.Map(x => x, Array.Empty<int>()));

        pool.Close();

        Assert.True(pool.Join(Patience.Limit));
    }

    [Fact]
    public void Only_a_pool_that_will_end_can_be_waited_for()
    {
        var pool = NewPool(1);

        Assert.Throws<InvalidOperationException>(() => pool.Join());
        Assert.Throws<InvalidOperationException>(() => pool.Join(TimeSpan.Zero));
        pool.Close();
        Assert.Equal("timeout", Assert.Throws<ArgumentOutOfRangeException>(() => pool.Join(TimeSpan.FromSeconds(-2))).ParamName);
        Assert.True(pool.Join(TimeSpan.MaxValue));
        pool.Join();
    }

    [Fact]
    public async Task A_closed_pool_takes_no_more_and_says_so()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, Name = "Tuesday" });
        pool.Close();

        Assert.Contains(
            "Tuesday",
            Assert.Throws<InvalidOperationException>(() => pool.Apply(() => 1)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<InvalidOperationException>(() => pool.Map(x => x, new[] { 1 }));
        Assert.Throws<InvalidOperationException>(() => pool.Imap(x => x, new[] { 1 }));
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.ApplyAsync(() => 1));
        await Assert.ThrowsAsync<InvalidOperationException>(() => pool.MapAsync(x => x, new[] { 1 }));
    }

    [Fact]
    public async Task J07_SubmitAfterDispose_is_refused_by_name()
    {
        var pool = NewPool(1);
        await pool.DisposeAsync();

        Assert.Throws<ObjectDisposedException>(() => pool.Apply(() => 1));
        Assert.Throws<ObjectDisposedException>(() => pool.MapOutcomes(x => x, new[] { 1 }));
        Assert.Throws<ObjectDisposedException>(() => pool.ImapOutcomes(x => x, new[] { 1 }));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => pool.ApplyAsync(() => { }));
        Assert.True(pool.Join(TimeSpan.Zero));
        Assert.Empty(Alive());
    }

    [Fact]
    public async Task J02_DisposeBusy_ends_every_call()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, ShutdownGrace = TimeSpan.Zero });
        var input = new ProducedItems();
        var running = pool.ApplyAsync(() => Pass(gate, 1));
        using var visit = await keeper.NextAsync();
        var waiting = pool.ApplyAsync(() => 2);
        var map = pool.MapAsync(x => x, input.Items());
        var outcomes = pool.MapOutcomesAsync(x => x, Enumerable.Range(0, 5));
        var stream = pool.Imap(x => x, Enumerable.Range(0, 5));

        await pool.DisposeAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map.Soon());
        Assert.All(await outcomes.Soon(), o => Assert.Equal(OutcomeStatus.Cancelled, o.Status));
        Assert.Throws<OperationCanceledException>(() => stream.ToList());
        Assert.Empty(Alive());
        await Patience.Until(() => !input.IsOpen, "the input is disposed");
    }

    [Fact]
    public async Task A_call_whose_input_was_not_read_to_its_end_does_not_pass_for_a_complete_one()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, ShutdownGrace = TimeSpan.Zero });
        var stuck = new TaskCompletionSource();
        var (map, outcomes) = (pool.MapAsync(x => x, Some(2)), pool.MapOutcomesAsync(x => x, Some(2)));
        using var stream = pool.ImapUnordered(x => x, Some(2));
        using var never = pool.Imap(x => x, Some(0));
        Assert.Equal([0, 1], [stream.Next(Patience.Limit), stream.Next(Patience.Limit)]);

        await pool.DisposeAsync();

        // Nothing that was begun is open: only what was not read is missing.
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => map.Soon());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => outcomes.Soon());
        Assert.Throws<OperationCanceledException>(() => stream.Next(Patience.Limit));
        Assert.Throws<OperationCanceledException>(() => never.ToList());
        stuck.SetResult();

        async IAsyncEnumerable<int> Some(int count)
        {
            for (var i = 0; i < count; i++)
                yield return i;
            await stuck.Task;
        }
    }

    [Fact]
    public async Task A_function_that_runs_when_the_pool_is_terminated_is_asked_first()
    {
        using var folder = new ScratchFolder();
        using var keeper = new GateKeeper();
        var (gate, ledger) = (keeper.Gate, new Ledger(folder.In("ledger")));
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, ShutdownGrace = Patience.Limit });
        var task = pool.ApplyAsync(() =>
        {
            gate.Pass();
            WorkerContext.Current!.CancellationToken.WaitHandle.WaitOne();
            ledger.Note("tidied up");
            WorkerContext.Current.CancellationToken.ThrowIfCancellationRequested();
        });
        using var visit = await keeper.NextAsync();
        visit.Let();

        pool.Terminate();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon());
        Assert.Equal(["tidied up"], ledger.Read());
        Assert.True(pool.Join(Patience.Limit));
    }

    [Fact]
    public async Task A_function_that_does_not_listen_is_killed_after_the_grace()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, ShutdownGrace = TimeSpan.FromMilliseconds(100) });
        var task = pool.ApplyAsync(() => Pass(gate, 1));
        using var visit = await keeper.NextAsync();

        pool.Terminate();

        Assert.True(pool.Join(Patience.Limit));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon());
        Assert.False(Processes.IsAlive(visit.ProcessId));
    }

    [Fact]
    public async Task Ten_thousand_sleeps_that_wait_do_not_hold_it_up()
    {
        var pool = NewPool(2);
        var sleeps = Enumerable.Range(0, 10_000).Select(_ => pool.ApplyAsync(() => Thread.Sleep(1_000_000))).ToArray();
        await Patience.Until(() => pool.GetStats().AssignedItems > 0, "the first sleep");
        var clock = Stopwatch.StartNew();

        await pool.DisposeAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        foreach (var sleep in sleeps)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sleep.Soon());
    }

    public static TheoryData<string> Orders =>
        new("CCJ", "CTJ", "TCJ", "TTJ", "CDD", "TDJ", "DCTJ", "DD", "DTCJ", "aaJ", "CaJ", "aD", "DaCTJ");

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task J03_DisposeTwice_and_any_other_order_will_do(string order)
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, ShutdownGrace = TimeSpan.Zero });
        var quick = pool.ApplyAsync(() => 1);
        await quick.Soon();
        var slow = order.Contains('T') || order.ToUpperInvariant().Contains('D') ? pool.ApplyAsync(() => Pass(gate, 1)) : quick;

        foreach (var step in order)
        {
            switch (step)
            {
                case 'C':
                    pool.Close();
                    break;
                case 'T':
                    pool.Terminate();
                    break;
                case 'D':
                    pool.Dispose();
                    break;
                case 'a':
                    await pool.DisposeAsync();
                    break;
                default:
                    Assert.True(pool.Join(Patience.Limit));
                    break;
            }
        }

        Assert.Equal(1, await quick);
        if (slow != quick)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => slow.Soon());
        Assert.True(pool.Join(Patience.Limit));
        Assert.Empty(Alive());
    }

    [Fact]
    public async Task J03_DisposeTwice_by_many_at_once()
    {
        for (var round = 0; round < 5; round++)
        {
            var pool = NewPool(1);
            var task = pool.ApplyAsync(() => Thread.Sleep(1_000_000));

            Action[] ends = [pool.Close, pool.Terminate, pool.Dispose, pool.Dispose, () => pool.DisposeAsync().AsTask().Wait()];
            await Task.WhenAll(ends.Select(end => Task.Run(end))).Soon();

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task.Soon());
            Assert.True(pool.Join(TimeSpan.Zero));
        }
    }

    [Fact]
    public async Task J04_DisposeDuringSpawn_at_any_moment()
    {
        for (var delay = 0; delay < 120; delay += 15)
        {
            var pool = NewPool(2);
            await Task.Delay(delay);
            var task = pool.ApplyAsync(() => 1);

            await pool.DisposeAsync().AsTask().Soon();

            if (await Task.WhenAny(task, Task.Delay(Patience.Limit)) != task)
                Assert.Fail("The call is still open.");
            if (!task.IsCanceled)
                Assert.Equal(1, await task);
            Assert.Empty(Alive());
        }
    }

    [Fact]
    public async Task J05_DisposeInCallback()
    {
        var pool = NewPool(2);
        var disposed = new TaskCompletionSource();
        var options = new TaskOptions
        {
            OnSuccess = _ =>
            {
                pool.Dispose();
                disposed.SetResult();
            },
        };

        Assert.Equal(1, await pool.ApplyAsync(() => 1, options).Soon());

        await disposed.Task.Soon();
        Assert.Empty(Alive());
    }

    [Fact]
    public async Task J06_DisposeInTaskContinuation()
    {
        var pool = NewPool(2);
        await pool.ApplyAsync(() => 1).Soon();

        // This runs where the result came in, if anything does.
        pool.Dispose();

        Assert.Empty(Alive());
        pool = NewPool(1);
        await pool.MapAsync(x => x, new[] { 1 })
            .ContinueWith(_ => pool.Dispose(), TaskContinuationOptions.ExecuteSynchronously)
            .Soon();
        Assert.Empty(Alive());
    }

    [Fact]
    public async Task It_may_be_disposed_by_its_own_input()
    {
        var pool = NewPool(1);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pool.MapAsync(x => x, Items()).Soon());

        Assert.Throws<ObjectDisposedException>(() => pool.Apply(() => 1));
        pool = NewPool(1);
        Assert.ThrowsAny<OperationCanceledException>(() => pool.Map(x => x, Items()));

        IEnumerable<int> Items()
        {
            yield return 1;
            pool.Dispose();
            yield return 2;
        }
    }

    [Fact]
    public async Task A_stream_that_nobody_reads_on_does_not_hold_up_a_closed_pool()
    {
        var pool = NewPool(2);
        var stream = pool.Imap(x => x, Enumerable.Range(0, 1000), new MapOptions { Window = 10 });
        Assert.Equal(0, stream.Next(Patience.Limit));

        pool.Close();

        Assert.True(pool.Join(Patience.Limit));
        // What was done is still there.
        Assert.Equal(Enumerable.Range(1, 999), stream);
        await stream.DisposeAsync();
    }

    [Fact]
    public async Task Results_outlive_their_pool()
    {
        var pool = NewPool(1);
        var task = pool.ApplyAsync(() => "kept");
        await task.Soon();
        var outcome = pool.MapOutcomes(x => x, new[] { 3 }).Single();

        await pool.DisposeAsync();

        Assert.Equal("kept", await task);
        Assert.Equal(3, outcome.Result);
    }

    [Fact]
    public async Task A_worker_that_ignores_the_end_is_killed()
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, ShutdownGrace = TimeSpan.FromMilliseconds(200) });
        var pid = pool.Apply(() =>
        {
            // Keeps the process from ending by itself.
            new Thread(() => Thread.Sleep(Timeout.Infinite)) { IsBackground = false }.Start();
            return Environment.ProcessId;
        });

        pool.Close();

        Assert.True(pool.Join(Patience.Limit));
        Assert.False(Processes.IsAlive(pid));
        await pool.Completion.Soon();
    }

    [Fact]
    public async Task A_worker_that_dies_while_its_pool_is_closed_is_replaced_as_long_as_there_is_work()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(1);
        var task = pool.MapOutcomesAsync(
            x =>
            {
                gate.Pass(x);
                return Crimes.Commit(x == 0 ? Crime.Kill9 : Crime.None);
            },
            Enumerable.Range(0, 3)
        );
        using var visit = await keeper.NextAsync();

        pool.Close();
        keeper.Open();
        visit.Let();

        Assert.Equal(
            [OutcomeStatus.WorkerLost, OutcomeStatus.Succeeded, OutcomeStatus.Succeeded],
            (await task.Soon()).Select(o => o.Status)
        );
        Assert.True(pool.Join(Patience.Limit));
    }

    private static int Pass(Gate gate, int who)
    {
        gate.Pass(who);
        return who;
    }
}
