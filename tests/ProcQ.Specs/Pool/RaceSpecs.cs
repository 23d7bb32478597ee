using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>Calls that meet the end of their pool: each completes or throws, none pends.</summary>
public sealed class RaceSpecs : PoolSpec
{
    [Theory]
    [InlineData("dispose")]
    [InlineData("terminate")]
    [InlineData("close")]
    public async Task J08_SubmitVsDisposeRace_with_workers_calls_complete_or_throw(string end)
    {
        for (var round = 0; round < 4; round++)
        {
            var pool = NewPool(1);
            await pool.ApplyAsync(() => 1).Soon();
            using var start = new Barrier(3);
            var callers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => CallUntilRefused(pool, start))).ToArray();

            start.SignalAndWait();
            Thread.SpinWait(round * 20_000);
            switch (end)
            {
                case "dispose":
                    pool.Dispose();
                    break;
                case "terminate":
                    pool.Terminate();
                    break;
                default:
                    pool.Close();
                    break;
            }

            var calls = (await Task.WhenAll(callers).Soon()).SelectMany(c => c).ToArray();
            var ended = await Task.WhenAll(calls.Select(EndOf)).Soon();
            Assert.All(ended, e => Assert.Contains(e, (string[])["result", "cancelled"]));
            if (end == "close")
                Assert.DoesNotContain("cancelled", ended);
            Assert.True(pool.Join(Patience.Limit));
        }
    }

    [Fact]
    public async Task J02_DisposeBusy_blocking_calls_are_let_go_when_the_pool_is_disposed()
    {
        var pool = NewPool(1);
        var callers = Enumerable
            .Range(0, 4)
            .Select(i =>
                Task.Run(() => i % 2 == 0 ? pool.Apply(() => Sleep()) : pool.Map(_ => Sleep(), Enumerable.Range(0, 100)).Length)
            )
            .ToArray();
        await Patience.Until(() => pool.GetStats().OpenCalls == 4, "all have called");

        pool.Dispose();

        foreach (var caller in callers)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => caller.Soon());
    }

    private static List<Task<int>> CallUntilRefused(ProcessPool pool, Barrier start)
    {
        var calls = new List<Task<int>>();
        start.SignalAndWait();
        while (calls.Count < 20_000)
        {
            try
            {
                calls.Add(pool.ApplyAsync(() => 1));
            }
            catch (Exception e) when (e is ObjectDisposedException or InvalidOperationException)
            {
                break;
            }
        }

        return calls;
    }

    private static async Task<string> EndOf(Task<int> call)
    {
        try
        {
            return await call == 1 ? "result" : "wrong";
        }
        catch (OperationCanceledException)
        {
            return "cancelled";
        }
    }

    private static int Sleep()
    {
        Thread.Sleep(Timeout.Infinite);
        return 1;
    }
}
