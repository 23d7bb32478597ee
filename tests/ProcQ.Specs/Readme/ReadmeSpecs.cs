using System.Text.RegularExpressions;
using ProcQ.Specs.Support;
using ProcQ.TestJobs;

namespace ProcQ.Specs.Readme;

/// <summary>The snippets of README.md, compiled and run. What stands between the markers is in the README, word for word.</summary>
public class ReadmeSpecs : ProcessSpec
{
    // snippet: capture
    private sealed class Converter(decimal todaysRate)
    {
        private readonly decimal _rate = todaysRate;

        public decimal[] Convert(ProcessPool pool, decimal[] amounts)
        {
            var rate = _rate; // with _rate in the lambda, all of this Converter would have to travel
            return pool.Map(amount => amount * rate, amounts);
        }
    }

    // end

    [Fact]
    public void A_member_copied_into_a_local_travels()
    {
        using var pool = new ProcessPool(1);

        Assert.Equal([2.5m, 5m], new Converter(2.5m).Convert(pool, [1m, 2m]));
    }

    [Fact]
    public void Workers_talk_through_queues()
    {
        // snippet: queue
        var (numbers, sums) = (new MsgQueue<int>(), new MsgQueue<int>());

        var workers = Enumerable
            .Range(0, 2)
            .Select(_ => Worker.Run((from, to) => to.Put(from.Sum(message => message.Data)), numbers, sums))
            .ToArray();

        for (var i = 0; i < 1000; i++)
            numbers.Put(i);

        numbers.Stop(workers); // ends the queue, and waits for the workers
        Console.WriteLine(sums.Items().Sum(message => message.Data)); // 499500
        // end
        using (numbers)
        using (sums)
            Assert.All(workers, worker => Assert.Equal(0, worker.ExitCode));
    }

    [Fact]
    public async Task Results_stream()
    {
        using var pool = new ProcessPool(2);
        var seen = new List<string>();

        // snippet: streams
        // Endless input, results in order. Leaving the loop cancels the rest and frees its workers.
        foreach (var square in pool.Imap(x => (long)x * x, Enumerable.Range(0, int.MaxValue)))
        {
            if (square > 1000)
                break;
        }

        // As they finish. No item's failure ends the loop.
        await foreach (var outcome in pool.ImapOutcomes(x => 100 / x, [1, 0, 3]))
        {
            var line = outcome.Status == OutcomeStatus.Succeeded ? $"{outcome.Result}" : outcome.Error!.Message;
            Console.WriteLine($"item {outcome.Index}: {line}");
            // end
            seen.Add($"{outcome.Index}: {outcome.Status}");
            // snippet: streams
        }
        // end

        Assert.Equal(["0: Succeeded", "1: Failed", "2: Succeeded"], seen.Order());
    }

    [Fact]
    public void A_pipeline_passes_on()
    {
        string[] lines = ["ada 3", "bob 4", "", "ada 5"];
        List<string> seen = [];

        // snippet: pipeline
        var sums = Pipeline
            .From(lines)
            .Stage(
                line => line.Length == 0 ? Emit.None : Emit.Value(line.Split(' ')),
                new StageOptions { Workers = 2, Ordered = true }
            )
            .Partition(parts => (Name: parts[0], Sum: Total.Add(parts[0], int.Parse(parts[1]))), parts => parts[0], workers: 2)
            .RateLimit(100)
            .Run();
        foreach (var (name, sum) in sums)
        // end
        {
            seen.Add($"{name} {sum}");
        }

        Assert.Equal(["ada 3", "bob 4", "ada 8"], seen);
    }

    private static class Total
    {
        private static readonly Dictionary<string, int> Sums = [];

        public static int Add(string name, int amount) => Sums[name] = Sums.GetValueOrDefault(name) + amount;
    }

    [Fact]
    public void Callbacks_run_where_they_are_polled()
    {
        var all = 0;
        using var pool = new ProcessPool(2);

        // snippet: requests
        var requests = new RequestQueue(pool);
        for (var i = 0; i < 10; i++)
            requests.Put(x => x * x, i, square => all += square, error => Console.WriteLine(error.Message));

        while (requests.Count > 0)
            requests.Poll(TimeSpan.FromMilliseconds(20)); // callbacks run here, on this thread
        // end

        Assert.Equal(285, all);
    }

    // snippet: reporter-class
    private sealed class Times : Reporter
    {
        private readonly Dictionary<int, long> _began = [];

        public override void Begin(WorkerInfo worker, object? item) => _began[worker.WorkerId] = Environment.TickCount64;

        public override void Progress(WorkerInfo worker, object? item, double fraction, string? message) =>
            Console.WriteLine($"{item}: {fraction:P0} {message}");

        public override void Success(WorkerInfo worker, object? item, object? result) =>
            Console.WriteLine($"{item}: {Environment.TickCount64 - _began[worker.WorkerId]} ms in process {worker.ProcessId}");

        public override void Abort(WorkerInfo worker, object? item, WorkerExit exit) =>
            Console.WriteLine($"{item}: {exit.Reason}");
    }

    // end

    [Fact]
    public void A_call_can_be_watched()
    {
        using var pool = new ProcessPool(2);

        // snippet: reporter
        pool.Map(
            x =>
            {
                WorkerContext.Current!.Report(0.5, "half of it");
                return x * x;
            },
            Enumerable.Range(0, 10),
            new MapOptions { Reporter = new Times() }
        );
        // end
    }

    // snippet: progress-receiver
    private sealed class Line : IProgress<PoolProgress>
    {
        public void Report(PoolProgress p) =>
            Console.Write($"\r{p.Done}/{p.Total} done, {p.Failed} failed, {p.Rate:0}/s, {p.Eta:mm\\:ss} left ");
    }

    // end

    [Fact]
    public void Progress_is_told()
    {
        using var pool = new ProcessPool(2);

        // snippet: progress
        int[] squares = pool.Map(x => x * x, Enumerable.Range(0, 10_000), new MapOptions { Progress = new Line() });
        // end

        Assert.Equal(10_000, squares.Length);
    }

    [Fact]
    public async Task Failures_have_their_own_types()
    {
        using var pool = new ProcessPool(1);
        var caught = new List<string>();

        // snippet: failures
        try
        {
            pool.Map(x => x == 7 ? throw new FormatException("seven") : x, Enumerable.Range(0, 10));
        }
        catch (FormatException error)
        {
            Console.WriteLine($"{error.Message}, thrown in process {error.GetRemoteError()!.ProcessId}");
            // end
            caught.Add(error.Message);
            Assert.NotEqual(Environment.ProcessId, error.GetRemoteError()!.ProcessId);
            // snippet: failures
        }

        try
        {
            await pool.ApplyAsync(() => Environment.Exit(3));
        }
        catch (WorkerLostException lost)
        {
            Console.WriteLine($"process {lost.ProcessId} died: {lost.ExitReason}");
            // end
            caught.Add($"exit code {lost.ExitCode}");
            // snippet: failures
        }
        // end

        Assert.Equal(["seven", "exit code 3"], caught);
    }

    [Fact]
    public void What_does_not_stop_is_killed()
    {
        using var pool = new ProcessPool(2);

        // snippet: limits
        var outcomes = pool.MapOutcomes(
            x =>
            {
                while (x == 1) { }
                return x;
            },
            Enumerable.Range(0, 3),
            new MapOptions { Timeout = TimeSpan.FromSeconds(1) }
        );
        // end

        Assert.Equal(
            [OutcomeStatus.Succeeded, OutcomeStatus.TimedOut, OutcomeStatus.Succeeded],
            outcomes.Select(outcome => outcome.Status)
        );
    }

    [Fact]
    public async Task A_worker_has_a_life()
    {
        using var folder = new ScratchFolder();
        var path = folder.In("words");
        await File.WriteAllLinesAsync(path, ["one", "two"]);
        string[] words = ["one", "three"];

        // snippet: life
        using var pool = new ProcessPool(
            new ProcessPoolOptions
            {
                Workers = 4,
                Initializer = () => WorkerContext.Current!.State["dictionary"] = File.ReadAllLines(path),
                MaxTasksPerWorker = 1000, // a library that leaks is of no concern then
                MaxWorkerMemoryBytes = 1L << 30,
                SpareWorkers = 1, // takes the place of a lost worker within milliseconds
            }
        );

        var known = pool.Map(word => ((string[])WorkerContext.Current!.State["dictionary"]!).Contains(word), words);

        await pool.ResizeAsync(8); // more work to do
        await pool.ResizeAsync(0); // a pause: calls are accepted and wait
        // end

        Assert.Equal([true, false], known);
        Assert.Empty(pool.GetStats().Workers);
    }

    [Fact]
    public void What_did_not_work_is_tried_again()
    {
        using var pool = new ProcessPool(2);
        string[] addresses = ["here", "there"];

        // snippet: retries
        var pages = pool.MapOutcomes(
            Fetch,
            addresses,
            new MapOptions
            {
                Timeout = TimeSpan.FromSeconds(10),
                Retries = 3,
                RetryDelay = TimeSpan.FromSeconds(1), // then 2, then 4
            }
        );
        // end

        Assert.Equal([("page of here", 1), ("page of there", 2)], pages.Select(p => (p.Result, p.Attempts)));
    }

    private static string Fetch(string address)
    {
        if (address == "there" && WorkerContext.Current!.Attempt == 1)
            Environment.Exit(1);
        return $"page of {address}";
    }

    [Fact]
    public async Task A_timeout_needs_no_pool()
    {
        using var gone = new CancellationTokenSource();
        var (text, pattern) = ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a+)+$");

        // snippet: timeout
        int sum = Timeout.Run(() => Enumerable.Range(1, 100).Sum()); // 2 seconds, unless it says otherwise

        try
        {
            Timeout.Run(() => Regex.IsMatch(text, pattern), seconds: 1);
        }
        catch (TaskTimeoutException late)
        {
            Console.WriteLine(late.Message);
        }

        if (!Timeout.TryRun(() => Regex.IsMatch(text, pattern), seconds: 1, out bool matches))
            Console.WriteLine("nobody knows");

        await Timeout.RunAsync(() => File.Exists("/mnt/share/that/may/hang"), TimeSpan.FromSeconds(5), gone.Token);
        // end

        Assert.Equal((5050, false), (sum, matches));
    }

    [Fact]
    public void Parallelizing_needs_no_pool()
    {
        // snippet: parallelize
        var outcomes = Parallelize.Run(x => 15 / (x - 3), [1, 2, 3, 4], children: 4);

        Console.WriteLine(outcomes[4].Result); // 15
        Console.WriteLine(outcomes[3].Status); // Failed; Result would throw its DivideByZeroException
        // end

        Assert.Equal((15, OutcomeStatus.Failed), (outcomes[4].Result, outcomes[3].Status));
    }

    [Fact]
    public void Another_serializer_is_plugged_in()
    {
        // snippet: codec
        using var pool = new ProcessPool(new ProcessPoolOptions { PayloadCodec = () => new JsonCodec() });
        // end

        Assert.Equal(["A", "B"], pool.Map(text => text.ToUpperInvariant(), new[] { "a", "b" }));
    }
}
