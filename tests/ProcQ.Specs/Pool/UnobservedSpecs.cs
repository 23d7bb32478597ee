using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>What the pool told its callers already does not come back as an unobserved exception of the process. It looks at the whole process.</summary>
[Collection(Alone.Name)]
public sealed class UnobservedSpecs : PoolSpec
{
    [Fact]
    public async Task The_fault_of_a_pool_whose_Completion_nobody_looks_at_is_not_unobserved()
    {
        var name = $"unobserved {Guid.NewGuid():N}";
        var unobserved = new ConcurrentQueue<Exception>();
        EventHandler<UnobservedTaskExceptionEventArgs> note = (_, e) => unobserved.Enqueue(e.Exception);
        TaskScheduler.UnobservedTaskException += note;
        try
        {
            var ended = await FaultAsync(name);

            await Patience.Until(() => Collect() && !ended.IsAlive, "the task of the pool's end is collected");
            Collect();

            // Of this pool: what others left behind is theirs.
            Assert.DoesNotContain(unobserved, e => e.ToString().Contains(name, StringComparison.Ordinal));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= note;
        }
    }

    /// <summary>A pool that faults, is ended, and is known to nobody any more. What is left says whether the task of its end is.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> FaultAsync(string name)
    {
        var pool = new ProcessPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                Name = name,
                Output = WorkerOutput.Discard,
                EnvironmentVariables = new Dictionary<string, string?>
                {
                    ["DOTNET_STARTUP_HOOKS"] = typeof(Crimes).Assembly.Location,
                    ["PROCQ_TEST_START"] = "exit",
                },
            }
        );
        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
        await pool.DisposeAsync().AsTask().Soon();
        Assert.True(pool.Completion.IsFaulted);
        return new WeakReference(pool.Completion);
    }

    private static bool Collect()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return true;
    }
}
