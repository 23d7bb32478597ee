using ProcQ.Specs.Support;

namespace ProcQ.Specs.Hygiene;

/// <summary>Wait on purpose for workers that hang.</summary>
public sealed class FailingSpecs : PoolSpec
{
    [OnPurposeFact]
    public void Waits_for_a_worker() => WaitInTheParent(NewPool(1));

    private static void WaitInTheParent(ProcessPool pool) => pool.Apply(HangInTheWorker);

    private static int HangInTheWorker()
    {
        using var never = new ManualResetEventSlim();
        never.Wait();
        return 0;
    }

    public sealed class OnNoThread : PoolSpec
    {
        [OnPurposeFact]
        public async Task Waits_at_an_await() => await NewPool(1).ApplyAsync(HangInTheWorker);
    }
}
