using System.Diagnostics;
using ProcQ;
using ProcQ.TestJobs;

// What can only be seen in a program of its own.
switch (args)
{
    case ["map"]:
        // The result, or the error and how long it took to know.
        var clock = Stopwatch.StartNew();
        try
        {
            using var pool = new ProcessPool(2);
            Console.WriteLine($"sum {pool.Map(x => x * 2, Enumerable.Range(0, 10)).Sum()}");
        }
        catch (WorkerStartException e)
        {
            Console.WriteLine($"after {clock.ElapsedMilliseconds} ms: {e.Message}");
        }

        return 0;
    case ["first-process"]:
        return FirstProcess.Run();
    case ["end", var workers, var state, var way, var gate]:
        return await EndingApp.RunAsync(workers, state, way, new Gate(gate));
    case ["tour"]:
        return await TourApp.RunAsync();
    case ["parricide", var gate]:
        return ParricideApp.Run(new Gate(gate));
    case ["flood", var what, var where]:
        return FloodApp.Run(what, where);
    case ["shortage", var resource, var length]:
        return await ShortageApp.RunAsync(resource, length);
    case ["memory", var group]:
        return MemoryApp.Run(group);
    case ["parent", var workers, var load, var way, var gate]:
        return await ParentApp.RunAsync(int.Parse(workers, null), load, way, new Gate(gate));
    case ["starting-parent", var workers, var gate]:
        return await ParentApp.StartAsync(int.Parse(workers, null), new Gate(gate));
    case ["console", var handling, var gate]:
        return await ConsoleApp.RunAsync(handling, new Gate(gate));
    case ["suspended", var limit, var gate]:
        return await SuspendedApp.RunAsync(limit, new Gate(gate));
    case ["shortcut", var situation, var gate]:
        return ShortcutApp.Run(situation, new Gate(gate));
    default:
        Console.Error.WriteLine($"ProcQ.TestJobs has no part '{string.Join(' ', args)}'.");
        return 2;
}
