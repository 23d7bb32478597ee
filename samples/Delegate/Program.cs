// The examples of Ka-Ping Yee's delegate.py: a function on many items, watched in the terminal, and one with a time limit.
// An argument stretches the sleeps: dotnet run -- 10
using ProcQ;
using ProcQ.Terminal;

double stretch = args.Length > 0 ? double.Parse(args[0], System.Globalization.CultureInfo.InvariantCulture) : 1;
int[] items = [.. Enumerable.Range(0, 15)];

var outcomes = Parallelize.Run(
    i =>
    {
        Thread.Sleep(TimeSpan.FromMilliseconds(20 * i * stretch));
        return i == 5 ? throw new DivideByZeroException() : 1.0 / ((3 * i) - 15);
    },
    items,
    children: 6,
    new TerminalReporter(total: items.Length)
);

Console.WriteLine(
    $"{outcomes.Values.Count(o => o.Status == OutcomeStatus.Succeeded)} succeeded, 5 did not: {outcomes[5].Error!.Message}"
);

object[] mixed = [2, 5, "a", 7];
var tripled = Parallelize.Run(x => x is string s ? s + s + s : (object)((int)x * 3), mixed);
Console.WriteLine(string.Join(", ", mixed.Select(item => $"{item}: {tripled[item].Result}")));

Console.WriteLine(Timeout.TryRun(() => 2 + 2, seconds: 2, out int sum) ? sum : "too slow");
Console.WriteLine(Timeout.TryRun(Forever, seconds: 0.3, out _) ? "ended?" : "stopped after 0.3 s");
Console.WriteLine(Failsafe.Run(() => int.Parse("three", null), fallback: 3));

static int Forever()
{
    while (true) { }
}
