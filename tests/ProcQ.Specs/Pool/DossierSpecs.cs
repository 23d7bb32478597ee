using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Pool;

/// <summary>What is known of a worker that was lost, or killed because its time was up.</summary>
public sealed class DossierSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void A_death_while_the_argument_is_read_says_so()
    {
        var lost = Assert.Throws<WorkerLostException>(() => Pool.Apply(x => x.OnWriting, new Deadly { OnReading = Crime.Kill9 }));

        Assert.Equal((WorkPhase.Decoding, true), (lost.Phase, lost.MayHaveExecuted));
        Assert.Contains("whose function or argument it was reading", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_death_while_the_function_runs_says_so_and_for_how_long()
    {
        var outcome = Assert.Single(
            Pool.MapOutcomes(
                x =>
                {
                    Thread.Sleep(50);
                    return Crimes.Commit(x);
                },
                new[] { Crime.Kill9 },
                new MapOptions { Retries = 1, Name = "deadly" }
            )
        );

        var lost = Assert.IsType<WorkerLostException>(outcome.Error);
        Assert.Equal((WorkPhase.Running, 0L, 2, outcome.WorkerId), (lost.Phase, lost.Index, lost.Attempt, lost.WorkerId));
        Assert.InRange(lost.RunningFor!.Value, TimeSpan.FromMilliseconds(50), Patience.Limit);
        Assert.Equal((false, null), (lost.KilledByPool, lost.KillReason));
        Assert.Single(lost.EarlierAttempts);
        Assert.Contains("item 0 of 'deadly', which it had been running for ", lost.Message, StringComparison.Ordinal);
        Assert.Contains("out-of-memory killer: look into dmesg", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_death_while_the_result_is_written_says_so()
    {
        var lost = Assert.Throws<WorkerLostException>(() => Pool.Apply(() => new Deadly { OnWriting = Crime.Exit7 }));

        Assert.Equal((WorkPhase.Encoding, 7), (lost.Phase, lost.ExitCode));
        Assert.Contains("whose result it was writing", lost.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_kill_by_the_pool_says_why()
    {
        var lost = Assert
            .ThrowsAsync<WorkerLostException>(() => Pool.ApplyAsync(CrimesOnPipes.WriteRubbish).Soon())
            .GetAwaiter()
            .GetResult();

        Assert.True(lost.KilledByPool);
        Assert.Contains("it broke the protocol", lost.KillReason, StringComparison.Ordinal);
        Assert.Contains($"killed by its pool, because {lost.KillReason}", lost.Message, StringComparison.Ordinal);
        Assert.Equal((137, WorkPhase.Running), (lost.ExitCode, lost.Phase));
    }

    [Fact]
    public async Task The_memory_it_had_is_known_though_nobody_asked()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        WorkerLostException lost;
        var wait = TimeSpan.FromSeconds(2);
        do
        {
            var call = Pool.ApplyAsync(() =>
            {
                var bytes = new byte[200_000_000];
                Array.Fill(bytes, (byte)1);
                gate.Pass();
                return bytes[^1];
            });
            using var visit = await keeper.NextAsync();
            // The pool looks about once a second and tells nobody. On a busy machine it may come late.
            await Task.Delay(wait);
            Crimes.KillProcess(visit.ProcessId);
            lost = await Assert.ThrowsAsync<WorkerLostException>(() => call.Soon());
            wait *= 2;
        } while (lost.MemoryBytes < 150_000_000 && wait < Patience.Limit);

        Assert.InRange(lost.MemoryBytes, 150_000_000, 2_000_000_000);
        Assert.Contains(" MiB of memory when last looked at", lost.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Crime.Spin, WorkerCondition.Working)]
    [InlineData(Crime.Sleep, WorkerCondition.Waiting)]
    public async Task A_time_out_says_what_the_function_was_doing(Crime crime, WorkerCondition condition)
    {
        var late = await Assert.ThrowsAsync<TaskTimeoutException>(() =>
            Pool.ApplyAsync(Crimes.Commit, crime, new TaskOptions { Timeout = Short }).Soon()
        );

        Assert.Equal((WorkPhase.Running, condition, 1), (late.Phase, late.Condition, late.Attempt));
        Assert.InRange(late.RunningFor!.Value, Short - TimeSpan.FromMilliseconds(50), Patience.Limit);
        Assert.Contains("was killed running the function; its process was", late.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_out_while_the_result_is_written_says_so()
    {
        var late = await Assert.ThrowsAsync<TaskTimeoutException>(() =>
            Pool.ApplyAsync(() => new Deadly { OnWriting = Crime.Sleep }, new TaskOptions { Timeout = Short }).Soon()
        );

        Assert.Equal((WorkPhase.Encoding, WorkerCondition.Waiting), (late.Phase, late.Condition));
    }

    [Fact]
    public async Task A_start_that_hangs_says_in_what()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 1,
                SpareWorkers = 0,
                StartTimeout = TimeSpan.FromSeconds(3),
                Initializer = () => Crimes.Commit(Crime.Sleep),
            }
        );

        var error = await Assert.ThrowsAsync<WorkerStartException>(() => pool.ApplyAsync(() => 1).Soon());

        Assert.Equal((WorkPhase.Initializing, WorkerCondition.Waiting), (error.Phase, error.Condition));
        Assert.NotEqual(0, error.ProcessId);
        Assert.Contains("was killed while it waited for something", error.Message, StringComparison.Ordinal);
    }
}
