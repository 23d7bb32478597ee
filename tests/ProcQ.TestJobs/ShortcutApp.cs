namespace ProcQ.TestJobs;

/// <summary>An application that uses the shortcuts in unusual places, and says what came of it, a line each.</summary>
internal static class ShortcutApp
{
    private const double Long = 30;
    private const string Hooks = "DOTNET_STARTUP_HOOKS";

    public static int Run(string situation, Gate gate)
    {
        switch (situation)
        {
            case "handlers":
                UseInHandlers(gate);
                break;
            case "first-in-handler":
                AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("handler", () => Timeout.Run(() => 1, Long));
                break;
            case "finalizer":
                UseInFinalizer();
                break;
            case "fault":
                BreakTheWorkers();
                break;
            default:
                throw new ArgumentException(situation);
        }

        return 0;
    }

    /// <summary>Handlers of the end of the process from before and after the first use, and a call that is still open then.</summary>
    private static void UseInHandlers(Gate gate)
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Say("early handler", () => Timeout.Run(() => 1, Long));
        Say("main", () => Timeout.Run(() => 0, Long));
        var open = Timeout.RunAsync(() => gate.Pass(1), double.PositiveInfinity);
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            Say("open call", () => open.Wait(TimeSpan.FromSeconds(Long)));
            Say("late handler", () => Timeout.Run(() => 2, Long));
            Say("late handler", () => Parallelize.Run(x => x + 1, [2])[2].Result);
        };
        gate.Pass(2);
    }

    private static void UseInFinalizer()
    {
        MakeGarbage();
        GC.Collect();
        GC.WaitForPendingFinalizers();
    }

    // In a method of its own, so that nothing on the stack keeps it.
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static void MakeGarbage() => GC.KeepAlive(new Garbage());

    /// <summary>No worker can start for a while.</summary>
    private static void BreakTheWorkers()
    {
        Environment.SetEnvironmentVariable(Hooks, typeof(ShortcutApp).Assembly.Location);
        Environment.SetEnvironmentVariable(StartupHook.Variable, "exit");
        Say("broken", () => Timeout.Run(() => 1, Long));
        Say("still broken", () => Parallelize.Run(x => x, [1])[1].Result);
        Environment.SetEnvironmentVariable(Hooks, null);
        Say("mended", () => Timeout.Run(() => 1, Long));
    }

    private static void Say(string where, Func<object> what)
    {
        string said;
        try
        {
            said = $"{what()}";
        }
        catch (AggregateException e)
        {
            said = e.InnerException!.GetType().Name;
        }
        catch (Exception e)
        {
            said = e.GetType().Name;
        }

        Console.WriteLine($"{where}: {said}");
    }

    private sealed class Garbage
    {
#pragma warning disable MA0055 // What a finalizer may do is what this is about.
        ~Garbage() => Say("finalizer", () => Timeout.Run(() => 1, Long));
#pragma warning restore MA0055
    }
}
