using System.Diagnostics;

namespace ProcQ.Tests.Scheduling.Simulation;

/// <summary>Runs worlds until time is up or one goes wrong, and then tells its story.</summary>
internal static class PoolSimulation
{
    private const int TraceLines = 250;

    /// <summary>Runs one world; its failure tells the seed and what happened before.</summary>
    public static SimTally Run(SimSetup setup)
    {
        try
        {
            return new SimWorld(setup).Run();
        }
        catch (Exception failure)
        {
            throw new SimFailure(Story(setup, failure));
        }
    }

    /// <summary>Runs the worlds of the seeds from <paramref name="first"/> on: at least so many, and on until time is up.</summary>
    public static SimTally RunSeeds(ulong first, ulong atLeast, TimeSpan time)
    {
        var total = new SimTally();
        var watch = Stopwatch.StartNew();
        var next = first;
        Parallel.For(
            0,
            Environment.ProcessorCount,
            () => new SimTally(),
            (_, state, tally) =>
            {
                while (!state.ShouldExitCurrentIteration)
                {
                    var seed = Interlocked.Increment(ref next) - 1;
                    if (seed - first >= atLeast && watch.Elapsed > time)
                        break;
                    tally.Add(Run(SimSeeds.Setup(seed)));
                }

                return tally;
            },
            tally =>
            {
                lock (total)
                    total.Add(tally);
            }
        );
        return total;
    }

    private static string Story(SimSetup setup, Exception failure)
    {
        var trace = new SimTrace();
        try
        {
            new SimWorld(setup, trace).Run();
        }
        catch (Exception again) when (again.Message == failure.Message)
        {
            // The second run is there to be watched.
        }

        var cause = failure is SimFailure ? failure.Message : failure.ToString();
        return $"Seed {setup.Seed}: {cause}{Environment.NewLine}{Describe(setup)}{Environment.NewLine}{trace.Tail(TraceLines)}";
    }

    private static string Describe(SimSetup setup) =>
        string.Join(Environment.NewLine, [$"{setup}", .. setup.Jobs.Select((job, number) => $"job {number}: {job}")]);
}
