namespace ProcQ.Wire;

/// <summary>
/// How many pools deep this process is. Workers may have pools of their own; a function that makes a pool whose workers run the same function would
/// fill the machine with processes, so there is an end to it. The depth travels in the start line, where no setting of the environment can lose it.
/// </summary>
internal static class Nesting
{
    /// <summary>No worker can be deeper. A use that needs more than two or three levels is yet to be seen.</summary>
    public const int MostLevels = 8;

    /// <summary>0 in an application; in a worker, one more than in the process that started it.</summary>
    public static int Depth { get; private set; }

    /// <summary>Said once, by a worker, before any code of the user's can run.</summary>
    public static void Enter(int depth) => Depth = depth;

    /// <summary>Refuses a pool whose workers would be too deep.</summary>
    public static void ThrowIfTooDeep()
    {
        if (Depth >= MostLevels)
            throw new InvalidOperationException(
                $"A pool was made in a worker of a worker, and so on: this process is {Depth} levels below the application, and no more than {MostLevels} are allowed. "
                    + "A function that makes a pool, or calls Timeout.Run or Parallelize.Run, and runs itself in there would never come to an end. "
                    + "Make the pool in the application, and hand the work to it as items."
            );
    }
}
