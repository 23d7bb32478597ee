using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Faults;

/// <summary>Deaths at the steps of an item's journey at which nobody's function runs.</summary>
public sealed class DyingSpecs : PoolSpec
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task E10_E12_SigkillDuringDecode_and_DuringResultWrite(bool asResult)
    {
        using var keeper = new GateKeeper();
        var pool = NewPool(2);
        var place = keeper.Gate.Path;
        var free = new Held();
        var outcomes = asResult
            ? pool.MapOutcomesAsync(
                x => new Held { OnWrite = x == 2 ? place : null },
                Enumerable.Range(0, 6),
                new MapOptions { ChunkSize = 3 }
            )
            : pool.MapOutcomesAsync(
                x => x,
                new[]
                {
                    free,
                    free,
                    new Held { OnRead = place },
                    free,
                    free,
                    free,
                },
                new MapOptions { ChunkSize = 3 }
            );
        using var visit = await keeper.NextAsync();

        Crimes.KillProcess(visit.ProcessId);

        var lost = Assert.Single(await outcomes.Soon(), o => o.Status != OutcomeStatus.Succeeded);
        var error = Assert.IsType<WorkerLostException>(lost.Error);
        Assert.Equal((2L, 137, visit.ProcessId, true), (error.Index, error.ExitCode, error.ProcessId, error.MayHaveExecuted));
        Assert.Equal(asResult ? WorkPhase.Encoding : WorkPhase.Decoding, error.Phase);
        Assert.Equal(1, await pool.ApplyAsync(() => 1).Soon());
    }

    [Fact]
    public async Task E12_SigkillDuringResultWrite_in_the_middle_of_a_message_is_a_death_and_not_a_breach()
    {
        const int Length = 48 * 1024 * 1024;
        var pool = NewPool(1);
        for (var deaths = 0; deaths < 4; )
        {
            var outcome = (await pool.MapOutcomesAsync(KilledInTheMiddle, new[] { Length }).Soon())[0];
            // On a busy machine the whole message may be gone before the killer gets a turn.
            if (outcome.Status == OutcomeStatus.Succeeded)
                continue;
            deaths++;
            var error = Assert.IsType<WorkerLostException>(outcome.Error);
            Assert.Equal((137, WorkPhase.Encoding), (error.ExitCode, error.Phase));
            Assert.Contains("killed from outside", error.ExitReason, StringComparison.Ordinal);
        }

        Assert.Equal(Length, (await pool.ApplyAsync(() => new byte[Length]).Soon()).Length);
    }

    [Fact]
    public async Task E08_ThrowInFinalizer_costs_the_item_in_which_the_collector_comes_by()
    {
        var pool = NewPool(1);

        var outcomes = pool.MapOutcomes(
            x =>
            {
                if (x == 1)
                    Crimes.LeaveGarbage();
                if (x == 3)
                {
                    GC.Collect();
                    GC.WaitForPendingFinalizers();
                    Thread.Sleep(Timeout.Infinite);
                }

                return x;
            },
            Enumerable.Range(0, 6),
            new MapOptions { ChunkSize = 6, AtMostOnce = true }
        );

        var lost = Assert.Single(outcomes, o => o.Status != OutcomeStatus.Succeeded);
        var error = Assert.IsType<WorkerLostException>(lost.Error);
        Assert.Equal((3L, 134), (error.Index, error.ExitCode));
        Assert.Contains("From beyond the grave.", error.OutputTail, StringComparison.Ordinal);
        await MustServeAsync(pool);
    }

    [Fact]
    public async Task E16_Sigstop_without_a_time_limit_holds_up_neither_the_others_nor_the_end_of_the_pool()
    {
        var pool = NewPool(
            new ProcessPoolOptions
            {
                Workers = 2,
                SpareWorkers = 0,
                ShutdownGrace = TimeSpan.Zero,
            }
        );
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        var stopped = pool.ApplyAsync(() => gate.Pass());
        using var visit = await keeper.NextAsync();

        Crimes.Stop(visit.ProcessId);

        Assert.Equal(Enumerable.Range(0, 200), await pool.MapAsync(x => x, Enumerable.Range(0, 200)).Soon());
        Assert.False(stopped.IsCompleted);
        await pool.DisposeAsync().AsTask().Soon();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.Soon());
        Assert.False(Processes.IsAlive(visit.ProcessId));
    }

    private static byte[] KilledInTheMiddle(int length)
    {
        CrimesOnPipes.DieWhileWriting();
        return new byte[length];
    }
}

/// <summary>Whoever reads it in a worker, or writes it there, comes to a gate first.</summary>
public sealed class Held
{
    private string? _onRead;
    private string? _onWrite;

    public string? OnRead
    {
        get => _onRead;
        set => Pass(_onRead = value);
    }

    public string? OnWrite
    {
        get
        {
            Pass(_onWrite);
            return _onWrite;
        }
        set => _onWrite = value;
    }

    private static void Pass(string? place)
    {
        if (WorkerContext.Current is not null && place is not null)
            new Gate(place).Pass();
    }
}
