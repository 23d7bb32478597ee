using System.Collections.Concurrent;
using System.Globalization;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>What threads do otherwise than processes: they share everything, and nobody can kill them. What both do alike is in the contract.</summary>
public sealed class ThreadWorkerPoolSpecs : ProcessSpec
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);
    private readonly List<ThreadWorkerPool> _own = [];

    [Fact]
    public void Arguments_and_results_are_the_callers_own_objects()
    {
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 2 });
        var items = Enumerable.Range(0, 1000).Select(_ => new object()).ToArray();

        Assert.Equal(items, pool.Map(x => x, items));
        Assert.Equal(items, pool.Imap(x => x, items.Where(_ => true)));
        Assert.Same(items[0], pool.Apply(x => x, items[0]));
        Assert.Same(items[1], pool.Parallelize(x => x, [items[1]])[items[1]].Result);
    }

    [Fact]
    public void What_cannot_travel_need_not()
    {
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 1 });
        using var stream = new MemoryStream([1, 2, 3]);
        var count = 0;

        Assert.Equal(1, pool.Apply(s => s.ReadByte(), stream));
        Assert.Same(stream, pool.Apply(() => stream));
        pool.Map(x => Interlocked.Add(ref count, x), Enumerable.Range(1, 10));
        Assert.Equal(55, count);
    }

    [Fact]
    public void An_exception_is_the_very_one_that_was_thrown()
    {
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 1 });
        var thrown = new StatefulException(new object());

        var caught = Assert.Throws<StatefulException>(() => pool.Apply(() => Throw(thrown)));

        Assert.Same(thrown, caught);
        Assert.Equal((0, Environment.ProcessId), (caught.GetRemoteError()!.WorkerId, caught.GetRemoteError()!.ProcessId));
        Assert.Contains(nameof(Throw), caught.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task By_value_everything_is_a_copy_and_what_cannot_travel_is_found()
    {
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 1, PassByValue = true });
        var list = new List<int> { 1 };
        using var stream = new MemoryStream();

        Assert.NotSame(list, pool.Apply(x => x, list));
        await pool.ApplyAsync(() => list.Add(2)).Soon();
        Assert.Equal([1], list);
        Assert.Contains(
            "stream",
            Assert.Throws<NotTransferableException>(() => pool.Apply(() => stream.Length)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<NotTransferableException>(() => pool.Apply(s => s.Length, stream));
        Assert.Throws<NotTransferableException>(() => pool.Map(x => new MemoryStream([(byte)x]), [1]));
    }

    [Fact]
    public async Task Who_cannot_be_stopped_is_abandoned_counted_and_not_waited_for()
    {
        using var gate = new ManualResetEventSlim();
        var late = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var told = new ConcurrentQueue<object?>();
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 1, CancelGrace = Short });
        var options = new TaskOptions
        {
            Timeout = Short,
            OnSuccess = told.Enqueue,
            OnError = told.Enqueue,
        };

        var error = await Assert.ThrowsAsync<TaskTimeoutException>(() => pool.ApplyAsync(Stubborn, options).Soon());

        Assert.Contains("abandoned", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, pool.AbandonedThreads);
        Assert.Equal(2, await pool.ApplyAsync(() => 2).Soon());
        await pool.DisposeAsync().AsTask().Soon();
        Assert.Equal(1, pool.AbandonedThreads);
        gate.Set();
        await late.Task.Soon();
        await Patience.Until(() => pool.AbandonedThreads == 0, "the thread has ended");
        Assert.Same(error, Assert.Single(told));

        int Stubborn()
        {
            gate.Wait();
            late.SetResult();
            return 1;
        }
    }

    [Fact]
    public async Task An_abandoned_item_has_its_token_cancelled()
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 1, CancelGrace = TimeSpan.Zero });

        await Assert.ThrowsAsync<TaskTimeoutException>(() =>
            pool.ApplyAsync(
                    () =>
                    {
                        WorkerContext.Current!.CancellationToken.WaitHandle.WaitOne();
                        stopped.SetResult();
                    },
                    new TaskOptions { Timeout = Short }
                )
                .Soon()
        );

        await stopped.Task.Soon();
    }

    [Fact]
    public async Task What_is_thrown_by_code_that_waits_for_the_token_is_logged_and_ends_nothing()
    {
        var log = new LogBook();
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 1, LoggerFactory = log });

        await Assert.ThrowsAsync<TaskTimeoutException>(() =>
            pool.ApplyAsync(
                    () =>
                    {
                        var token = WorkerContext.Current!.CancellationToken;
                        token.Register(() => throw new FormatException("on being asked"));
                        token.WaitHandle.WaitOne();
                        token.ThrowIfCancellationRequested();
                    },
                    new TaskOptions { Timeout = Short }
                )
                .Soon()
        );

        await log.NextAsync(1);
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Fact]
    public async Task An_item_runs_once_however_close_its_end_is_to_its_limit()
    {
        const int Items = 150;
        var ran = new int[Items];
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 2, CancelGrace = TimeSpan.Zero });
        // Without AtMostOnce an item that began just when its thread was given up for another one's limit runs again, as it does in a pool of processes.
        var options = new MapOptions
        {
            Timeout = TimeSpan.FromMilliseconds(6),
            ChunkSize = 3,
            AtMostOnce = true,
        };

        var outcomes = await pool.MapOutcomesAsync(Run, Enumerable.Range(0, Items), options).Soon();

        Assert.All(
            outcomes,
            o => Assert.True(o.Status is OutcomeStatus.Succeeded or OutcomeStatus.TimedOut or OutcomeStatus.WorkerLost, $"{o}")
        );
        Assert.All(outcomes.Where(o => o.Status == OutcomeStatus.Succeeded), o => Assert.Equal(1, ran[o.Index]));
        Assert.All(ran, count => Assert.InRange(count, 0, 1));
        Assert.Equal(7, await pool.ApplyAsync(() => 7).Soon());

        int Run(int x)
        {
            Interlocked.Increment(ref ran[x]);
            // Around the limit and what it is overrun by.
            Thread.Sleep(x % 15);
            return x;
        }
    }

    [Fact]
    public async Task A_thread_that_is_interrupted_costs_no_more_than_itself()
    {
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 1 });

        for (var i = 0; i < 20; i++)
        {
            // Whether it is the item's or the next one's thread that is lost, every call ends.
            await pool.MapOutcomesAsync(Interrupted, [1, 2]).Soon();
        }

        Assert.Equal(3, await pool.ApplyAsync(() => 3, new TaskOptions { Retries = 5 }).Soon());

        static int Interrupted(int x)
        {
            Thread.CurrentThread.Interrupt();
            return x;
        }
    }

    [Fact]
    public async Task A_worker_that_would_wait_for_its_own_pool_is_told_so_instead()
    {
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 1, Name = "Tuesday" });

        var error = Assert.Throws<InvalidOperationException>(() => pool.Apply(() => pool.Apply(() => 1)));
        Assert.Contains("Tuesday", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => pool.Apply(() => pool.Map(x => x, [1])));
        Assert.Throws<InvalidOperationException>(() => pool.Apply(() => pool.MapOutcomes(x => x, [1])));
        Assert.Throws<InvalidOperationException>(() => pool.Apply(() => pool.Imap(x => x, [1]).Next(Patience.Limit)));

        // Whoever does not wait may call it.
        Task<int>? inner = null;
        await pool.ApplyAsync(() =>
            {
                inner = pool.ApplyAsync(() => 5);
            })
            .Soon();
        Assert.Equal(5, await inner!.Soon());
    }

    [Fact]
    public async Task There_may_be_many_more_of_them_than_processors()
    {
        const int Many = 60;
        using var all = new Barrier(Many);
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = Many });

        var met = await pool.MapAsync(
                _ => all.SignalAndWait(Patience.Limit),
                Enumerable.Range(0, Many),
                new MapOptions { ChunkSize = 1 }
            )
            .Soon();

        Assert.All(met, Assert.True);
    }

    [Fact]
    public void Workers_have_the_culture_of_who_made_the_pool()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 1 });
        CultureInfo.CurrentCulture = before;

        Assert.Equal("1,5", pool.Apply(() => $"{1.5}"));
    }

    [Fact]
    public async Task Nothing_of_a_pool_is_left_but_what_it_could_not_stop()
    {
        var pool = NewPool(new ThreadWorkerPoolOptions { Workers = 3, Name = "pq-left" });
        pool.Map(
            x =>
            {
                WorkerContext.Current!.Report(0.1);
                WorkerContext.Current.Report(0.2);
                return x;
            },
            Enumerable.Range(0, 100)
        );
        Assert.NotEmpty(ThreadsNamed("ProcQ pq-left"));

        await pool.DisposeAsync().AsTask().Soon();

        await Patience.Until(() => ThreadsNamed("ProcQ pq-left").Length == 0, "its threads have ended");
    }

    private protected override async Task EndAsync()
    {
        foreach (var pool in _own)
            await pool.DisposeAsync().AsTask().Soon();
    }

    private ThreadWorkerPool NewPool(ThreadWorkerPoolOptions options)
    {
        var pool = new ThreadWorkerPool(options);
        _own.Add(pool);
        return pool;
    }

    private static int Throw(Exception e) => throw e;

    /// <summary>The system cuts the names of threads.</summary>
    private static string[] ThreadsNamed(string start) =>
        [
            .. Directory
                .GetDirectories("/proc/self/task")
                .Select(task => Path.Combine(task, "comm"))
                .Select(Read)
                .Where(name => name.StartsWith(start, StringComparison.Ordinal)),
        ];

    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            // It ended just now.
            return "";
        }
    }

    private sealed class StatefulException(object state) : Exception("it has state")
    {
        public object State => state;
    }
}
