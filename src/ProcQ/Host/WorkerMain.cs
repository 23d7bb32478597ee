using System.Globalization;
using ProcQ.Wire;

namespace ProcQ.Host;

/// <summary>
/// The first things a worker process does, in order. The worker host's Main is nothing but a call of this; the application's own Main is
/// never an entry point of a worker.
/// </summary>
internal static class WorkerMain
{
    /// <summary>Runs a worker until its parent is done with it, and returns the exit code.</summary>
    public static int Run()
    {
        var system = ChildSystem.Create();
        system.Detach();
        var line = system.ReadStartLine();
        system.WatchLifeline();
        var pipe = system.Connect(line.Pipe);
        var page = ProgressPage.Open(line.Page);
        Greeting.Introduce(pipe, line.Token);
        Nesting.Enter(line.Depth);
        AdoptCulture(line);
        return WorkerLoop.Run(new WorkerBootstrap(line, pipe, page, system));
    }

    /// <summary>Makes the parent's cultures those of every thread, where they are not what the environment says anyway.</summary>
    internal static void AdoptCulture(StartLine line)
    {
        if (line.Culture is { } culture)
            CultureInfo.DefaultThreadCurrentCulture = CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        if (line.UICulture is { } uiCulture)
            CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(uiCulture);
    }
}
