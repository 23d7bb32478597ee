using System.Diagnostics;
using ProcQ.Specs.Pool;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Seeds;

/// <summary>What the examples and the documentation of Ka-Ping Yee's delegate.py ask, in their numbers; where it hangs or loses items, what should be.</summary>
public sealed class DelegateSpecs(SharedPool shared) : SharedPoolSpec(shared)
{
    [Fact]
    public void DG_01_Items_of_several_types_lead_to_their_results()
    {
        object[] items = [2, 5, "a", 7];

        var outcomes = Parallelize.Run(Triple, items);

        Assert.Equal([6, 15, "aaa", 21], items.Select(item => outcomes[item].Result));
    }

    [Fact]
    public void DG_02_One_of_fifteen_fails_and_fourteen_do_not()
    {
        var outcomes = Pool.MapOutcomes(
            i =>
            {
                Thread.Sleep(i);
                return 1.0 / (3 * i - 15) is var x && double.IsInfinity(x) ? throw new DivideByZeroException() : x;
            },
            Enumerable.Range(0, 15)
        );

        Assert.Equal(5, Assert.Single(outcomes, o => o.Status != OutcomeStatus.Succeeded).Index);
    }

    [Fact]
    public void DG_03_The_events_of_one_child_come_in_this_order()
    {
        var listener = new Listener();
        using var session = new Parallelizer<int, int>(x => x * 3, listener);

        session.Spawn(children: 1);
        session.Process([1, 2, 3]);
        session.Cleanup();

        Assert.Equal(
            ["Init", "Spawn", "Begin", "Success", "Begin", "Success", "Begin", "Success", "Exit", "Cleanup"],
            listener.Names
        );
    }

    [Fact]
    public void DG_04_More_children_than_items_start_no_more_processes_than_there_are_items()
    {
        var listener = new Listener();

        var outcomes = Parallelize.Run(x => x * 3, new[] { 1, 2 }, children: 40, listener);

        Assert.Equal(2, outcomes.Count);
        Assert.InRange(listener.OfItems().Select(h => h.Worker).Distinct().Count(), 1, 2);
    }

    [Fact]
    public void DG_05_An_exception_is_that_items_outcome()
    {
        var error = Parallelize.Run(x => 6 / x, new[] { 0, 2 })[0].Error;

        Assert.IsType<DivideByZeroException>(error);
        Assert.Contains(nameof(DG_05_An_exception_is_that_items_outcome), error.StackTrace, StringComparison.Ordinal);
        Assert.Equal(typeof(DivideByZeroException).FullName, error.GetRemoteError()!.TypeName);
    }

    [Fact]
    public void DG_06_A_child_that_dies_costs_its_item_and_another_takes_its_place()
    {
        var listener = new Listener();
        using var session = new Parallelizer<int, int>(x => x == 2 ? Crimes.Commit(Crime.Exit7) : x, listener);

        session.Spawn(children: 2);
        session.Process([1, 2, 3, 4, 5], new MapOptions { ChunkSize = 1 });
        session.Cleanup();

        Assert.Equal(OutcomeStatus.WorkerLost, session.Results[2].Status);
        Assert.Equal([1, 3, 4, 5], session.Results.Values.Where(o => o.Error is null).Select(o => o.Result).Order());
        Assert.Equal(2, Assert.Single(listener.All, h => h.What == "Abort").Item);
        // The other child may be through before the new one is there.
        var spawned = listener.Names.Count(name => name == "Spawn");
        Assert.InRange(spawned, 2, 3);
        Assert.Equal(spawned, listener.Names.Count(name => name == "Exit"));
    }

    [Fact]
    public void DG_07_When_every_child_dies_every_item_has_its_outcome()
    {
        var outcomes = Parallelize.Run(_ => Crimes.Commit(Crime.Exit7), Enumerable.Range(0, 6), children: 2);

        Assert.Equal(6, outcomes.Count);
        Assert.All(outcomes.Values, o => Assert.Equal(7, Assert.IsType<WorkerLostException>(o.Error).ExitCode));
    }

    [Fact]
    public void DG_08_No_items_give_no_outcomes_between_a_beginning_and_an_end()
    {
        var listener = new Listener();

        Assert.Empty(Parallelize.Run(x => x, Array.Empty<int>(), reporter: listener));

        Assert.Equal("Init", listener.Names[0]);
        Assert.Equal("Cleanup", listener.Names[^1]);
    }

    [Fact]
    public void DG_09_Items_may_be_equal_or_null_or_have_no_hash()
    {
        Assert.Equal([1, 1, 1], Pool.Map(x => x, new[] { 1, 1, 1 }));
        Assert.Equal([2, 2], Pool.Map(l => l.Count, new List<int>[] { [1, 2], [3, 4] }));
        Assert.Equal([true, false], Pool.Map(s => s is null, new string?[] { null, "" }));
        Assert.Equal(1, Assert.Single(Parallelize.Run(x => x, new[] { 1, 1, 1 })).Value.Result);
    }

    [Fact]
    public void DG_10_DG_11_What_cannot_travel_fails_alone()
    {
        var results = Pool.MapOutcomes(x => new Parcel(x) { Weight = x == 1 ? -1 : 1 }, new[] { 0, 1, 2 });
        var items = Pool.MapOutcomes(
            p => p.Weight,
            new[]
            {
                new Parcel(1),
                new Parcel(2) { Weight = -1 },
                new Parcel(3),
            }
        );

        Assert.Equal([1L], Failed(results));
        Assert.Equal([1L], Failed(items));

        static IEnumerable<long> Failed<T>(Outcome<T>[] outcomes) =>
            outcomes.Where(o => o.Error is NotTransferableException).Select(o => o.Index);
    }

    [Fact]
    public void DG_12_A_large_item_and_a_large_result() =>
        Assert.Equal(300_000, Pool.Apply(s => s[..300_000], new string('x', 1_000_000)).Length);

    [Fact]
    public void DG_13_A_reporter_that_throws_harms_nobody()
    {
        var listener = new Listener { On = _ => throw new KeyNotFoundException("The reporter's own.") };

        var outcomes = Parallelize.Run(x => x * 3, new[] { 1, 2 }, reporter: listener);

        Assert.Equal([3, 6], outcomes.Values.Select(o => o.Result).Order());
    }

    [Fact]
    public void DG_14_A_session_used_in_the_wrong_order_says_so_and_may_be_ended_twice()
    {
        var session = new Parallelizer<int, int>(x => x * 3);
        session.Cleanup();
        Assert.Contains("Spawn()", Refused(() => session.Process([1])).Message, StringComparison.Ordinal);

        session.Spawn(1);
        Assert.Contains("Cleanup()", Refused(() => session.Spawn(1)).Message, StringComparison.Ordinal);
        Assert.Equal(1, session.Children);

        session.Cleanup();
        session.Cleanup();
        Assert.Equal(0, session.Children);
        session.Dispose();
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Spawn(1));
        Assert.Throws<ObjectDisposedException>(() => session.Process([1]));
        Assert.Throws<ArgumentOutOfRangeException>("children", () => session.Spawn(0));

        static InvalidOperationException Refused(Action action) => Assert.Throws<InvalidOperationException>(action);
    }

    [Fact]
    public async Task DG_15_Results_accrue_over_calls_and_over_processes()
    {
        await using var session = new Parallelizer<int, int>(x => x == 2 ? throw new FormatException() : x * 3);
        session.Spawn(1);
        Assert.Equal([3], session.Process([1]).Values.Select(o => o.Result));
        session.Process([3, 2]);
        session.Cleanup();
        Assert.Equal([1, 2, 3], session.Results.Keys.Order());

        session.Spawn(2);
        await session.ProcessAsync([4, 1]);

        Assert.Equal([3, 9, 12], session.Results.Values.Where(o => o.Error is null).Select(o => o.Result).Order());
        Assert.IsType<FormatException>(session.Results[2].Error);
    }

    [Fact]
    public async Task A_session_may_be_asynchronous_cancelled_and_used_by_many()
    {
        using var keeper = new GateKeeper();
        var gate = keeper.Gate;
        await using var session = new Parallelizer<int, int>(async x =>
        {
            await Task.Yield();
            if (x < 0)
                gate.Pass();
            return x;
        });
        session.Spawn(2);
        using var cancellation = new CancellationTokenSource();
        var hung = session.ProcessAsync([-1], ct: cancellation.Token);
        await keeper.NextAsync();

        await Task.WhenAll(Enumerable.Range(1, 10).Select(x => session.ProcessAsync([x, x + 100]))).Soon();
        await cancellation.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => hung.Soon());
        Assert.Equal(20, session.Results.Count);
    }

    [Fact]
    public void DG_16_DG_20_What_runs_too_long_is_dead_when_that_is_known()
    {
        var session = new Stopwatch();
        session.Start();

        var error = Assert.Throws<TaskTimeoutException>(() => Timeout.Run(() => Crimes.Commit(Crime.Spin), 0.3));

        Assert.InRange(session.Elapsed, TimeSpan.FromSeconds(0.3), Patience.Limit);
        Assert.False(Processes.IsAlive(error.ProcessId));
    }

    [Fact]
    public void DG_17_A_null_is_no_timeout()
    {
        Assert.Null(Timeout.Run(() => (string?)null));
        Assert.True(Timeout.TryRun(() => (string?)null, 10, out var result));
        Assert.Null(result);
    }

    [Fact]
    public void DG_18_A_failure_and_a_death_are_no_timeouts()
    {
        Assert.Throws<FormatException>(() => Timeout.Run(new Func<int>(() => throw new FormatException())));
        Assert.Equal(7, Assert.Throws<WorkerLostException>(() => Timeout.Run(() => Crimes.Commit(Crime.Exit7))).ExitCode);
    }

    [Fact]
    public void DG_19_The_limit_is_two_seconds_or_what_is_given()
    {
        var error = Assert.Throws<TaskTimeoutException>(() => Timeout.Run(() => Crimes.Commit(Crime.Sleep)));

        Assert.Equal(TimeSpan.FromSeconds(2), error.Timeout);
        Assert.Throws<ArgumentOutOfRangeException>("seconds", () => Timeout.Run(() => 1, 0));
        Assert.Equal(1, Timeout.Run(() => 1, Timeout.InfiniteTimeSpan));
    }

    [Fact]
    public void DG_21_A_result_that_takes_too_long_to_write_down_is_a_timeout()
    {
        var error = Assert.Throws<TaskTimeoutException>(() => Timeout.Run(() => new SlowToWrite(), 0.3));

        Assert.Equal(WorkPhase.Encoding, error.Phase);
    }

    [Fact]
    public void DG_22_Another_child_of_this_process_is_none_of_its_business()
    {
        using var sleep = Process.Start("sleep", "1000");
        try
        {
            var pool = NewPool(1);
            Assert.Equal(5, pool.Apply(() => 5));
            Assert.Throws<WorkerLostException>(() => pool.Apply(Crimes.Commit, Crime.Kill9));
            pool.Dispose();

            Assert.False(sleep.HasExited);
        }
        finally
        {
            sleep.Kill();
        }

        sleep.WaitForExit();
        Assert.Equal(137, sleep.ExitCode);
    }

    [Fact]
    public async Task DG_23_What_may_fail_gives_a_value_or_none()
    {
        var heard = new List<Exception>();
        Func<int> fails = () => throw new FormatException();

        Assert.Equal(3, Failsafe.Run(() => 3));
        Assert.Equal((0, 4), (Failsafe.Run(fails), Failsafe.Run(fails, 4, heard.Add)));
        Assert.Equal(5, await Failsafe.RunAsync(() => Task.FromException<int>(new FormatException()), 5, heard.Add));
        Assert.Equal(2, heard.Count(e => e is FormatException));

        Assert.Equal(OutcomeStatus.Failed, Outcome.Try(fails).Status);
        Assert.Equal((OutcomeStatus.Succeeded, 3), (Outcome.Try(() => 3).Status, Outcome.Try(() => 3).Result));
        var cancelled = await Outcome.TryAsync(() => Task.FromCanceled<int>(new CancellationToken(true)));
        Assert.Equal(OutcomeStatus.Cancelled, cancelled.Status);
        Assert.Throws<ArgumentNullException>("f", () => Outcome.Try((Func<int>)null!));
    }

    [Fact]
    public void DG_24_The_log_reads_as_it_did()
    {
        using var text = new StringWriter();
        using var session = new Parallelizer<int, int>(
            x => x == 3 ? Crimes.Commit(Crime.Exit7) : 2 / (x - 2) + x,
            new LogReporter(text)
        );

        session.Spawn(children: 1);
        session.Process([1, 2, 3], new MapOptions { ChunkSize = 1 });
        session.Cleanup();

        var lines = text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        var pid = lines[1].Split(' ')[1];
        Assert.Equal(
            [
                "init 1",
                $"spawn {pid}",
                $"{pid}: begin 1",
                $"{pid}: success 1 -> -1",
                $"{pid}: begin 2",
                $"{pid}: fail 2 -> System.DivideByZeroException: Attempted to divide by zero.",
                $"{pid}: begin 3",
                $"{pid}: abort 3 -> exit code 7",
                $"exit {pid}",
            ],
            lines[..9]
        );
        Assert.Equal("cleanup", lines[^1]);
    }

    private static object Triple(object x) => x is string s ? s + s + s : (object)(Convert.ToInt32(x, null) * 3);

    /// <summary>Takes without end to be written in a worker.</summary>
    public sealed class SlowToWrite
    {
        /// <summary>What is read when it is written.</summary>
        public int Value
        {
            get => WorkerContext.Current is null ? 0 : Crimes.Commit(Crime.Sleep);
            set => _ = value;
        }
    }
}
