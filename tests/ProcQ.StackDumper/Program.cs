using System.Globalization;
using ProcQ.StackDumper;

// ProcQ.StackDumper SECONDS PID...: what each of the processes is doing, by its managed stacks. A process cannot look at itself, so this is one of its
// own; and it never takes longer than it may, whatever state the others are in.
if (args.Length < 2)
{
    Console.Error.WriteLine("usage: ProcQ.StackDumper SECONDS PID...");
    return 2;
}

var current = "";
using var late = new Timer(
    _ =>
    {
        Console.Out.WriteLine($"process {Volatile.Read(ref current)}: its stacks could not be read in {args[0]} s");
        Console.Out.Flush();
        // The system lets go of whoever is held still.
        Environment.Exit(1);
    },
    null,
    TimeSpan.FromSeconds(double.Parse(args[0], CultureInfo.InvariantCulture)),
    Timeout.InfiniteTimeSpan
);
foreach (var pid in args[1..])
{
    Volatile.Write(ref current, pid);
    // Whole, after the process runs again: it may be the one that reads this.
    Console.Out.Write(ProcessReport.Of(int.Parse(pid, CultureInfo.InvariantCulture)));
    Console.Out.Flush();
}

return 0;
