namespace ProcQ.Threads;

/// <summary>The conveyors that this thread runs: one at a time.</summary>
internal static class Conveyors
{
    [ThreadStatic]
    private static Queue<Action>? _next;

    [ThreadStatic]
    private static bool _runs;

    public static void Run(Action run)
    {
        if (_runs)
        {
            (_next ??= new Queue<Action>()).Enqueue(run);
            return;
        }

        _runs = true;
        try
        {
            run();
            while (_next?.TryDequeue(out var next) == true)
                next();
        }
        finally
        {
            _runs = false;
        }
    }
}
