using System.Diagnostics;
using ProcQ.Engine;
using ProcQ.Scheduling;
using ProcQ.Tests.Scheduling.Simulation;
using ProcQ.Wire;
using Xunit.Abstractions;

namespace ProcQ.Tests.Scheduling;

/// <summary>
/// Parent and workers are stopped together, for a moment or for a minute, at any time while a deadline runs: nobody is killed who did not have his time.
/// The core and the pool's clock in simulated time, from seeds; the rhythm of the clock is the watchdog's.
/// </summary>
public sealed class SuspensionTests(ITestOutputHelper output)
{
    private const ulong Seeds = 5_000;
    private const long Ms = SimClock.Millisecond / 100;

    // What one interruption may cost: to the end of the wait it came in, and what the clock tolerates.
    private static readonly TimeSpan Cost = TimeSpan.FromMilliseconds(100) + AwakeClock.Tolerance;

    [Fact]
    public void Deadlines_OverInterruptions_LeaveEverybodyHisTime()
    {
        var wouldHaveBeen = 0;
        for (var seed = 0ul; seed < Seeds; seed++)
        {
            var run = new Run(seed);
            run.Go();
            wouldHaveBeen += run.BySystemTime ? 1 : 0;
        }

        output.WriteLine($"{Seeds} deadlines, {wouldHaveBeen} of which were over by the system's clock before their time");
        // Interruptions that would change nothing show nothing.
        Assert.InRange(wouldHaveBeen, (int)Seeds / 10, (int)Seeds);
    }

    [Fact]
    public void Beginning_NotedBeforeAnInterruption_IsNotBeforeTheItemWasSent()
    {
        var driver = CoreDriver.Ready(1);
        driver.Wait(TimeSpan.FromSeconds(5));
        driver.Job(1);
        var worker = driver.Core.Workers[0];
        // A minute ago by the system's clock; by the pool's, which did not count it, a moment ago.
        var page = new ProgressSnapshot(0, 0, ChangedAt: Stopwatch.Frequency);
        driver.Wait(TimeSpan.FromMilliseconds(150));

        Assert.Equal(TimeSpan.FromSeconds(5), Noted(page, after: 60_000));
        Assert.Equal(driver.Now - TimeSpan.FromMilliseconds(30), Noted(page, after: 30));
        Assert.Equal(driver.Now, Noted(page, after: 0));
        Assert.Equal(driver.Now, Noted(page with { ChangedAt = long.MaxValue }, after: 20));
        Assert.Null(Noted(page with { ChangedAt = 0 }, after: 20));

        TimeSpan? Noted(ProgressSnapshot page, long after) =>
            Beginning.Noted(worker, page, Stopwatch.Frequency + (after * Stopwatch.Frequency / 1000), driver.Now);
    }

    /// <summary>One worker, one item, one deadline, and interruptions.</summary>
    private sealed class Run
    {
        private readonly SimRandom _random;
        private readonly StoppableTime _system = new();
        private readonly AwakeClock _clock;
        private readonly PoolCore _core;
        private readonly long _start;
        private readonly ulong _seed;
        private readonly Action _watch;
        private readonly TimeSpan _limit;
        private TimeSpan _ran;
        private TimeSpan _passed;
        private int _interruptions;

        public Run(ulong seed)
        {
            (_seed, _random, _clock) = (seed, new SimRandom(seed), new AwakeClock(_system));
            _start = _clock.GetTimestamp();
            var span = TimeSpan.FromTicks(_random.Between(20 * Ms, 5_000 * Ms));
            var kind = _random.Below(4);
            _core = new PoolCore(new PoolTerms { Workers = 1, ShutdownGrace = span });
            _core.Open(Now);
            _core.Ready(0, 1, Now);
            var job = _core.Submit(new JobTerms { Timeout = kind is 0 or 1 ? span : null });
            _core.Supply(job, 1, Now);
            _watch = kind switch
            {
                0 => () => _core.Running(0, 1, 0, TimeSpan.Zero, Now),
                1 => () => _core.InNoItem(0, 1, 0, Now),
                _ => () => { },
            };
            if (kind == 2)
                _core.Cancel(job, span, Now);
            else if (kind == 3)
                _core.Terminate(Now);
            _limit = span;
            _core.TakeCommands();
        }

        /// <summary>By the system's clock the time was up when it was not.</summary>
        public bool BySystemTime { get; private set; }

        private TimeSpan Now => _clock.GetElapsedTime(_start);

        /// <summary>Until the worker is killed; not before it had its time, and not long after.</summary>
        public void Go()
        {
            while (true)
            {
                var wait = TimeSpan.FromTicks(_random.Between(5 * Ms, 100 * Ms));
                _clock.Beat(wait);
                Pass(wait);
                _watch();
                _core.Tick(Now);
                if (_core.TakeCommands().OfType<PoolCommand.Kill>().Any())
                    break;
                BySystemTime |= _passed > _limit + Cost;
                // Beyond its limit, an item is given a second to begin.
                if (_ran > _limit + TimeSpan.FromSeconds(10))
                    throw new SimFailure($"Seed {_seed}: after {_ran} not killed, at a limit of {_limit}.");
            }

            if (_ran < _limit - (_interruptions * Cost))
                throw new SimFailure(
                    $"Seed {_seed}: killed after {_ran}, at a limit of {_limit}, over {_interruptions} interruptions."
                );
        }

        /// <summary>The wait, a little late, and sometimes everybody is stopped in the middle of it.</summary>
        private void Pass(TimeSpan wait)
        {
            var late = TimeSpan.FromTicks(_random.Below(20 * Ms));
            _ran += wait + late;
            _passed += wait + late;
            _system.Pass(wait + late);
            if (!_random.Chance(20))
                return;
            var stopped = TimeSpan.FromTicks(_random.Between(1 * Ms, 60_000 * Ms));
            _interruptions++;
            _passed += stopped;
            _system.Pass(stopped);
        }
    }
}
