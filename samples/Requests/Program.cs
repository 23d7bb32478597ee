using ProcQ;

// The demo of threadpool: callbacks run on this thread, where it polls, and the pool is resized while it works.
await using var pool = new ProcessPool(3);
var requests = new RequestQueue(pool);
var (done, failed, tick) = (0, 0, 0);

foreach (var request in Request.CreateMany(DoSomething, Enumerable.Range(1, 40), (_, _) => done++, (_, e) => failed++))
    requests.Put(request);
Console.WriteLine($"{requests.Count} requests");

while (requests.Count > 0)
{
    requests.Poll(TimeSpan.FromMilliseconds(20));
    // Whatever else a main loop does.
    if (++tick == 3)
        await pool.ResizeAsync(5);
    if (tick == 6)
        await pool.ResizeAsync(2);
}

Console.WriteLine($"{done} done, {failed} failed");

static int DoSomething(int x)
{
    Thread.Sleep(5);
    return x % 10 == 0 ? throw new InvalidOperationException($"{x} goes wrong.") : x * 2;
}
