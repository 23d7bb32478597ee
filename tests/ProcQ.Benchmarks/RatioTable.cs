using System.Globalization;
using ProcQ.Benchmarks.Floors;

namespace ProcQ.Benchmarks;

/// <summary>The figures of one run against each other. Machines differ and are noisy: only ratios of one run count.</summary>
internal static class RatioTable
{
    private const string Python = "py.multiprocessing";

    public const string Product = "ProcQ";

    private sealed record Target(
        string What,
        string Case,
        string Against,
        string AgainstCase,
        Func<double, double, double> Ratio,
        double? Limit,
        bool AtLeast
    );

    private static readonly Target[] Targets =
    [
        new("map(auto chunk), items/s vs multiprocessing.Pool", Work.MapCase, Python, Work.MapCase, Rates, 5, AtLeast: true),
        new(
            "  first map of a pool, vs multiprocessing.Pool",
            Work.FirstMapCase,
            Python,
            Work.FirstMapCase,
            Rates,
            null,
            AtLeast: true
        ),
        new("10 members, record to record, vs a dataclass", Work.RecordCase, Python, Work.RecordCase, Rates, 3, AtLeast: true),
        new("imap, items/s vs multiprocessing imap", Work.ImapCase, Python, "imap(chunk=1)", Rates, 20, AtLeast: true),
        new(
            "imap_unordered, items/s vs multiprocessing",
            Work.ImapUnorderedCase,
            Python,
            "imap_unordered(chunk=1)",
            Rates,
            20,
            AtLeast: true
        ),
        new(
            "apply latency vs the bare awaited round trip",
            Work.ApplyCase,
            FloorCases.System,
            FloorCases.AwaitedRoundTripCase,
            Times,
            1.3,
            AtLeast: false
        ),
        new(
            "  and vs the blocking round trip",
            Work.ApplyCase,
            FloorCases.System,
            FloorCases.BlockingRoundTripCase,
            Times,
            null,
            AtLeast: false
        ),
        new("  and vs multiprocessing.Pool.apply", Work.ApplyCase, Python, Work.ApplyCase, Times, null, AtLeast: false),
        new("a queue, messages/s vs multiprocessing.Queue", Work.QueueCase, Python, Work.QueueCase, Rates, 5, AtLeast: true),
        new("1 MiB echo, MiB/s vs multiprocessing.Pool", Work.EchoCase, Python, Work.EchoCase, Rates, 3, AtLeast: true),
        new("  and vs the bare pipe", Work.EchoCase, FloorCases.System, Work.EchoCase, Rates, 0.8, AtLeast: true),
        new(
            "cpu x2000, items/s vs Parallel.For in process",
            Work.CpuCase,
            FloorCases.System,
            Work.CpuCase,
            Rates,
            0.95,
            AtLeast: true
        ),
        new(
            "Timeout.Run of a no-op, warm, vs apply",
            Work.TimeoutRunCase,
            Product,
            Work.BlockingApplyCase,
            Times,
            1.5,
            AtLeast: false
        ),
        new("map with a limit for each item vs without", Work.LimitedMapCase, Product, Work.MapCase, Rates, 0.95, AtLeast: true),
        new(
            "kill at 0.5 s and the next result vs 0.5 s",
            Work.TimeoutCase,
            FloorCases.System,
            FloorCases.WaitCase,
            Times,
            1.01,
            AtLeast: false
        ),
        new(
            "startup of a pool of 2 vs one bare child",
            Work.StartupCase,
            FloorCases.System,
            FloorCases.ChildCase,
            Times,
            1.5,
            AtLeast: false
        ),
    ];

    public static IEnumerable<RatioRow> Rows(IReadOnlyList<Figure> figures) =>
        Targets.Select(target => new RatioRow(
            target.What.Trim(),
            Best(figures, Product, target.Case) is { } ours && Best(figures, target.Against, target.AgainstCase) is { } theirs
                ? target.Ratio(ours.PerSecond, theirs.PerSecond)
                : null,
            target.AtLeast
        ));

    public static void Print(IReadOnlyList<Figure> figures)
    {
        Console.WriteLine();
        Console.WriteLine($"{"ratio", -52} {"ProcQ", 14} {"against", 14} {"ratio", 8} {"target", 8}");
        foreach (var target in Targets)
        {
            var ours = Best(figures, Product, target.Case);
            var theirs = Best(figures, target.Against, target.AgainstCase);
            Console.WriteLine(
                $"{target.What, -52} {Show(ours, target), 14} {Show(theirs, target), 14} {Verdict(target, ours, theirs)}"
            );
        }
    }

    /// <summary>The best figure of all systems whose name begins so: fork and spawn are both multiprocessing.</summary>
    private static Figure? Best(IReadOnlyList<Figure> figures, string system, string name) =>
        figures.Where(f => f.System.StartsWith(system, StringComparison.Ordinal) && f.Case == name).MaxBy(f => f.PerSecond);

    private static string Show(Figure? figure, Target target)
    {
        if (figure is null)
            return "-";
        var seconds = figure.MedianSeconds / figure.N;
        return target.Ratio == Rates ? figure.PerSecond.ToString("N0", CultureInfo.InvariantCulture) + "/s"
            : seconds < 0.001 ? (seconds * 1e6).ToString("N1", CultureInfo.InvariantCulture) + " µs"
            : (seconds * 1e3).ToString("N1", CultureInfo.InvariantCulture) + " ms";
    }

    private static string Verdict(Target target, Figure? ours, Figure? theirs)
    {
        var limit = target.Limit is { } bound
            ? string.Create(CultureInfo.InvariantCulture, $"{(target.AtLeast ? '≥' : '≤')} {bound:0.##}")
            : "";
        if (ours is null || theirs is null)
            return $"{"-", 8} {limit, 8}  not measured";
        var ratio = target.Ratio(ours.PerSecond, theirs.PerSecond);
        var pass = target.AtLeast ? ratio >= target.Limit : ratio <= target.Limit;
        var verdict =
            target.Limit is null ? ""
            : pass ? "pass"
            : "MISS";
        return $"{ratio.ToString("0.00", CultureInfo.InvariantCulture), 8} {limit, 8}  {verdict}";
    }

    private static double Rates(double ours, double theirs) => ours / theirs;

    private static double Times(double ours, double theirs) => theirs / ours;
}
