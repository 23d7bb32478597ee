using ProcQ;

#pragma warning disable MA0047 // the runtime looks for this type outside of any namespace
/// <summary>
/// Runs in a worker before anything of ProcQ does, when DOTNET_STARTUP_HOOKS names this assembly: for workers that fail at their start.
/// The name, and that it is in no namespace, is the runtime's wish.
/// </summary>
internal static class StartupHook
{
    /// <summary>What to do: a word in this variable of the environment.</summary>
    public const string Variable = "PROCQ_TEST_START";

    public static void Initialize()
    {
        switch (Environment.GetEnvironmentVariable(Variable))
        {
            case "exit":
                Console.Error.WriteLine("This worker does not want to.");
                Environment.Exit(3);
                break;
            case "hang":
                Thread.Sleep(Timeout.Infinite);
                break;
            case "exit-when-ready":
                new Thread(ExitWhenReady) { IsBackground = true }.Start();
                break;
            case "exit-once" when Environment.GetEnvironmentVariable("PROCQ_TEST_MARK") is { } mark && !File.Exists(mark):
                File.WriteAllText(mark, "");
                Environment.Exit(3);
                break;
            default:
                break;
        }
    }

    private static void ExitWhenReady()
    {
        while (WorkerContext.Current is null)
            Thread.Yield();
        Console.Error.WriteLine("This worker has changed its mind.");
        Environment.Exit(4);
    }
}
