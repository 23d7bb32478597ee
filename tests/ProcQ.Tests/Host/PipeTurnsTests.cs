using System.Collections.Concurrent;
using ProcQ.Host;

namespace ProcQ.Tests.Host;

/// <summary>Two threads that take turns at one pipe. The pipe here is a collection; the readers' own thread stays in it after a test, as it does in a worker.</summary>
public sealed class PipeTurnsTests
{
    private const int Limit = 60_000;

    private readonly BlockingCollection<int> _pipe = [];
    private readonly ConcurrentQueue<(int Message, string? Reader)> _read = new();
    private readonly PipeTurns _turns;
    private Thread? _runner;

    public PipeTurnsTests()
    {
        _turns = new PipeTurns(() => _read.Enqueue((_pipe.Take(), Thread.CurrentThread.Name)));
        _turns.Start();
    }

    [Fact(Timeout = Limit)]
    public async Task AwaitNews_NobodyReads_ReadsOnTheRunnersThread()
    {
        _pipe.Add(1);

        await OnRunner(_turns.AwaitNews);

        Assert.Equal([(1, "runner")], _read);
    }

    [Fact(Timeout = Limit)]
    public async Task TakeOver_RunnerIsBusy_ReadsEverythingOnAnotherThread()
    {
        _turns.TakeOver();
        _pipe.Add(1);
        _pipe.Add(2);

        await Until(() => _read.Count == 2);
        await OnRunner(_turns.AwaitNews);

        Assert.Equal([(1, "ProcQ reader"), (2, "ProcQ reader")], _read);
    }

    [Fact(Timeout = Limit)]
    public async Task TakeOver_RunnerWaits_WakesItAndGivesWay()
    {
        _turns.TakeOver();
        _pipe.Add(1);
        await Until(() => _read.Count == 1);

        // The first news was of before it came; the second makes the other thread give way to it.
        var runner = OnRunner(() =>
        {
            _turns.AwaitNews();
            _turns.AwaitNews();
            _turns.AwaitNews();
        });
        await Until(() => _runner!.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
        _pipe.Add(2);
        await Until(() => _read.Count == 2);
        _pipe.Add(3);
        await runner;

        Assert.Equal([(1, "ProcQ reader"), (2, "ProcQ reader"), (3, "runner")], _read);
    }

    [Fact(Timeout = Limit)]
    public async Task AwaitNews_TakenOverAtAnyMoment_MissesNothing()
    {
        const int Messages = 500;
        var taken = 0;
        var runner = OnRunner(() =>
        {
            for (; taken < Messages; Interlocked.Increment(ref taken))
            {
                while (_read.Count <= taken)
                    _turns.AwaitNews();
            }
        });
        var ticker = Task.Factory.StartNew(
            () =>
            {
                while (!runner.IsCompleted)
                    _turns.TakeOver();
            },
            TaskCreationOptions.LongRunning
        );

        // One at a time: a turn that nobody has would hold up all that follow.
        for (var i = 0; i < Messages; i++)
        {
            _pipe.Add(i);
            await Until(() => Volatile.Read(ref taken) > i);
        }

        await runner;
        await ticker;
        Assert.Equal(Enumerable.Range(0, Messages), _read.Select(r => r.Message));
    }

    private Task OnRunner(Action act)
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _runner = new Thread(() =>
        {
            act();
            done.SetResult();
        })
        {
            IsBackground = true,
            Name = "runner",
        };
        _runner.Start();
        return done.Task;
    }

    private static async Task Until(Func<bool> isSo)
    {
        while (!isSo())
            await Task.Yield();
    }
}
