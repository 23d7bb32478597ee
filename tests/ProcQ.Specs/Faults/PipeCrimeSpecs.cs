using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>User code gets hold of the pipe between its worker and the pool: it costs that worker its life, and the item it was in.</summary>
public sealed class PipeCrimeSpecs : PoolSpec
{
    private const string CutOff = "its pipe to the pool was closed or replaced by code in the worker";

    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(500);

    [Theory]
    [InlineData(nameof(CrimesOnPipes.HangUpBothWays), "")]
    [InlineData(nameof(CrimesOnPipes.HangUp), "its pipe")]
    [InlineData(nameof(CrimesOnPipes.StopListening), "")]
    [InlineData(nameof(CrimesOnPipes.ClosePipe), CutOff)]
    [InlineData(nameof(CrimesOnPipes.ReusePipesNumber), CutOff)]
    [InlineData(nameof(CrimesOnPipes.CloseAll), "")]
    [InlineData(nameof(CrimesOnPipes.PutNothingOverPipe), CutOff)]
    public async Task E18_E19_E20_E21_ClosesPipeStaysAlive_ClosesAllFds_Dup2OverPipe_ShutdownWriteOnly(
        string crime,
        string reason
    )
    {
        var pool = NewPool(2);

        var outcomes = await pool.MapOutcomesAsync(
                x =>
                {
                    if (x == 7)
                        Commit(crime);
                    return x;
                },
                Enumerable.Range(0, 20),
                new MapOptions { ChunkSize = 5 }
            )
            .Soon();

        // The item itself; the one that began before it was noticed; what had ended and was not told of yet.
        var lost = outcomes.Where(o => o.Status != OutcomeStatus.Succeeded).ToList();
        Assert.Contains(lost, o => o.Index == 7);
        Assert.All(lost, o => Assert.InRange(o.Index, 5, 9));
        foreach (var error in lost.Select(o => Assert.IsType<WorkerLostException>(o.Error)))
        {
            Assert.True(error.ExitReason.Contains(reason, StringComparison.Ordinal), error.Message);
            Assert.False(Processes.IsAlive(error.ProcessId));
        }

        Assert.All(outcomes.Except(lost), o => Assert.Equal(o.Index, o.Result));
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Theory]
    [InlineData(nameof(CrimesOnPipes.ClosePipe))]
    [InlineData(nameof(CrimesOnPipes.PutNothingOverPipe))]
    public async Task E18_E20_Who_stays_in_its_function_is_killed_when_its_time_is_up(string crime)
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, TaskTimeout = Short });

        await Assert.ThrowsAsync<TaskTimeoutException>(() =>
            pool.ApplyAsync(() =>
                {
                    Commit(crime);
                    return Crimes.Commit(Crime.Sleep);
                })
                .Soon()
        );

        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    /// <summary>What the worker writes goes elsewhere from now on, without an error: it has done its item and waits for the next, the pool waits for the result.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public async Task E20_Dup2OverPipe_of_another_connection_is_noticed_when_the_time_of_its_items_is_up(int chunk)
    {
        var pool = NewPool(new ProcessPoolOptions { Workers = 1, TaskTimeout = Short });

        var outcomes = await pool.MapOutcomesAsync(
                x =>
                {
                    if (x == 2)
                        CrimesOnPipes.PutSocketOverPipe();
                    return x;
                },
                Enumerable.Range(0, 10),
                new MapOptions { ChunkSize = chunk, AtMostOnce = true }
            )
            .Soon();

        Assert.Equal(10, outcomes.Length);
        Assert.All(outcomes, o => Assert.True(o.Status != OutcomeStatus.Succeeded || o.Result == o.Index));
        Assert.NotEqual(OutcomeStatus.Succeeded, outcomes[2].Status);
        Assert.Equal(OutcomeStatus.Succeeded, outcomes[9].Status);
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    /// <summary>Nothing ends such an item; but it is told of, and who cancels it has the worker back.</summary>
    [Fact]
    public async Task E20_Dup2OverPipe_of_another_connection_is_reported_where_items_have_no_limit()
    {
        var log = new LogBook();
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                LoggerFactory = log,
                CancelGrace = TimeSpan.FromMilliseconds(50),
            }
        );
        using var cancel = new CancellationTokenSource();
        var call = pool.ApplyAsync(CrimesOnPipes.PutSocketOverPipe, ct: cancel.Token);

        var told = await log.NextAsync(28);

        Assert.Equal(WorkerCondition.Waiting, told.Values["Condition"]);
        Assert.NotNull(Assert.Single(pool.GetStats().Workers).UnresponsiveFor);
        Assert.False(call.IsCompleted);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Soon());
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    private static void Commit(string crime) => typeof(CrimesOnPipes).GetMethod(crime)!.Invoke(null, null);
}
