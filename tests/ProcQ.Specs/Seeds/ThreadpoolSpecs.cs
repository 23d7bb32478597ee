using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Seeds;

/// <summary>What Python's threadpool promises and does, and what <see cref="RequestQueue"/> does; the identifiers are those of the catalogue of the seeds.</summary>
public sealed class ThreadpoolSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public void TP_01_Ten_thousand_calls_give_ten_thousand_results()
    {
        var requests = new RequestQueue(Pool, 100);
        var sum = 0L;

        for (var i = 0; i < 10_000; i++)
        {
            requests.Put(x => (long)x, i, x => sum += x);
            requests.TryPoll();
        }

        requests.Wait();

        Assert.Equal(10_000L * 9_999 / 2, sum);
        Assert.Equal(new RequestQueueStats { Put = 10_000, Delivered = 10_000 }, requests.GetStats());
    }

    [Fact]
    public void TP_02_Requests_may_have_queues_of_their_own_in_their_workers()
    {
        var requests = new RequestQueue(Pool);
        List<int> counts = [];

        foreach (var request in Request.CreateMany(ThreadpoolJobs.CountInner, Enumerable.Repeat(10, 4), (_, n) => counts.Add(n)))
            requests.Put(request);
        requests.Wait();

        Assert.Equal([10, 10, 10, 10], counts);
    }

    [Fact]
    public async Task TP_03_The_demo_resizes_while_forty_requests_run_and_some_fail()
    {
        var pool = NewPool(3);
        var requests = new RequestQueue(pool);
        List<int> results = [];
        List<(int Tag, Type Error)> errors = [];
        for (var i = 0; i < 40; i++)
            requests.Put(
                Request.Create(
                    ThreadpoolJobs.FailEveryFifth,
                    i,
                    (_, x) => results.Add(x),
                    (r, e) => errors.Add(((int)r.Tag!, e.GetType())),
                    new RequestOptions { Tag = i }
                )
            );

        Poll(requests, until: () => results.Count + errors.Count >= 10);
        await pool.ResizeAsync(6).Soon();
        Poll(requests, until: () => results.Count + errors.Count >= 20);
        await pool.ResizeAsync(4).Soon();
        requests.Wait();

        Assert.Equal(Enumerable.Range(0, 40).Where(i => i % 5 != 0), results.Order());
        Assert.Equal(Enumerable.Range(0, 40).Where(i => i % 5 == 0), errors.Select(e => e.Tag).Order());
        Assert.All(errors, e => Assert.Equal(typeof(FormatException), e.Error));
        Assert.Equal(8, requests.GetStats().Failed);
    }

    [Fact]
    public async Task TP_04_Callbacks_come_in_the_order_in_which_the_requests_end()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var pool = NewPool(3);
        var requests = new RequestQueue(pool);
        List<int> ended = [];
        for (var i = 0; i < 3; i++)
            requests.Put(gate.PassAs, i, ended.Add);
        var visits = new Visit[3];
        for (var i = 0; i < 3; i++)
        {
            var visit = await keeper.NextAsync();
            visits[visit.Who] = visit;
        }

        foreach (var who in new[] { 1, 2, 0 })
        {
            using (visits[who])
                visits[who].Let();
            Assert.Equal(1, requests.Poll(block: true));
        }

        Assert.Equal([1, 2, 0], ended);
    }

    [Fact]
    public async Task TP_05_With_nothing_pending_a_wait_returns_and_a_poll_says_so()
    {
        var requests = new RequestQueue(Pool);

        requests.Wait();
        await requests.WaitAsync();
        Assert.True(requests.Wait(TimeSpan.Zero));
        Assert.False(requests.TryPoll());
        Assert.Throws<NoResultsPendingException>(() => requests.Poll());
        Assert.Throws<NoResultsPendingException>(() => requests.Poll(block: true));

        requests.Put(x => x, 1);
        requests.Wait();
        Assert.Throws<NoResultsPendingException>(() => requests.Poll());
    }

    [Fact]
    public void TP_06_An_error_goes_to_its_callback_and_never_to_the_other()
    {
        var requests = new RequestQueue(Pool);
        Exception? told = null;
        var results = 0;

        var failing = requests.Put(ThreadpoolJobs.Fail, 7, _ => results++, e => told = e);
        requests.Wait();
        Assert.Equal("7", Assert.IsType<FormatException>(told).Message);
        Assert.Same(told, failing.Error);

        // Nobody to tell: the wait throws it, after all others were delivered.
        requests.Put(ThreadpoolJobs.Fail, 8);
        requests.Put(x => x, 9, _ => results += 10);
        Assert.Equal("8", Assert.Throws<FormatException>(() => requests.Wait()).Message);
        Assert.Equal(10, results);
    }

    [Fact]
    public void TP_07_A_callback_that_throws_harms_no_other_and_is_thrown_by_the_wait()
    {
        var requests = new RequestQueue(Pool);
        List<int> results = [];
        for (var i = 0; i < 6; i++)
            requests.Put(
                x => x,
                i,
                x =>
                {
                    results.Add(x);
                    if (x is 1 or 4)
                        throw new FormatException($"{x}");
                }
            );

        var thrown = Assert.Throws<AggregateException>(() => requests.Wait());

        Assert.Equal(["1", "4"], thrown.InnerExceptions.Select(e => e.Message).Order());
        Assert.Equal(Enumerable.Range(0, 6), results.Order());
        requests.Wait();
    }

    [Fact]
    public void TP_08_A_request_that_ends_its_worker_is_an_error_and_the_pool_serves_on()
    {
        var pool = NewPool();
        var requests = new RequestQueue(pool);
        Exception? told = null;
        var result = 0;

        requests.Put(ThreadpoolJobs.Exit, 3, _ => { }, e => told = e);
        requests.Put(x => x, 5, x => result = x);
        requests.Wait();

        Assert.Equal(3, Assert.IsType<WorkerLostException>(told).ExitCode);
        Assert.Equal(5, result);
    }

    [Fact]
    public void TP_09_Arguments_of_every_form_are_typed()
    {
        var requests = new RequestQueue(Pool);
        List<object?> results = [];

        requests.Put(x => x, 5, x => results.Add(x));
        requests.Put(x => x.Length, new[] { 1, 2 }, x => results.Add(x));
        requests.Put(x => x.A * x.B, (A: 2, B: 3), x => results.Add(x));
        requests.Put(async x => await Task.FromResult(x + "!"), "a", x => results.Add(x));
        requests.Put(string? (string? x) => x, null, x => results.Add(x));
        requests.Wait();

        Assert.Equal(new HashSet<object?> { 5, 2, 6, "a!", null }, [.. results]);
    }

    [Fact]
    public void TP_10_Tags_may_be_anything_and_repeat()
    {
        var requests = new RequestQueue(Pool);
        List<(long Id, object? Tag)> seen = [];
        object?[] tags = [-1, -2, -2, new List<int>(), null];

        foreach (var tag in tags)
            requests.Put(Request.Create(x => x, 0, (r, _) => seen.Add((r.Id, r.Tag)), options: new RequestOptions { Tag = tag }));
        requests.Wait();

        Assert.Equal(tags.Length, seen.Select(s => s.Id).Distinct().Count());
        Assert.Equal(tags, seen.OrderBy(s => s.Id).Select(s => s.Tag));
    }

    [Fact]
    public void TP_11_A_request_can_be_put_once()
    {
        var requests = new RequestQueue(Pool);
        var request = Request.Create(x => x, 1);

        Assert.Throws<ArgumentNullException>(() => requests.Put(null!));
        Assert.Equal(RequestStatus.Created, request.Status);
        requests.Put(request);
        Assert.Throws<InvalidOperationException>(() => requests.Put(request));
        requests.Wait();

        Assert.Equal(RequestStatus.Delivered, request.Status);
        Assert.Throws<InvalidOperationException>(() => new RequestQueue(Pool).TryPut(request));
        Assert.Equal(1, requests.GetStats().Put);
    }

    private static void Poll(RequestQueue requests, Func<bool> until)
    {
        while (!until())
            requests.Poll(block: true);
    }
}
