namespace ProcQ.Samples.Queues;

/// <summary>Threads take the next step of the Collatz sequence of each number, one process writes them in order. As <c>collatz.py</c> of ezq.</summary>
internal static class Collatz
{
    public static string Run()
    {
        using var numbers = new MsgQueue<int>();
        using var lines = new MsgQueue<string>();
        using var text = new MsgQueue<string>();
        var readers = Enumerable.Range(0, 4).Select(_ => Worker.RunThread(Step, numbers, lines)).ToArray();
        var writer = Worker.Run(Write, lines, text);

        for (var i = 0; i < 40; i++)
            numbers.Put(i, kind: i % 2 == 0 ? "EVEN" : "ODD", order: i);

        numbers.Stop(readers);
        lines.Stop(writer);
        return text.Items().Single().Data;
    }

    private static void Step(MsgQueue<int> numbers, MsgQueue<string> lines)
    {
        foreach (var (number, kind, order) in numbers)
            lines.Put($"({number}, {(kind == "EVEN" ? number / 2 : (3 * number) + 1)})", order: order);
    }

    private static void Write(MsgQueue<string> lines, MsgQueue<string> text) =>
        text.Put(string.Join(Environment.NewLine, lines.Sorted().Select(line => line.Data)));
}
