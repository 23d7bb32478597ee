using System.Runtime.CompilerServices;
using ProcQ.Specs.Support;

namespace ProcQ.Specs.Pool;

/// <summary>By reference a pool holds the user's objects: each is let go of when its item has its outcome, whatever that is, while the pool lives on.</summary>
public sealed class ThreadLeakSpecs : ProcessSpec
{
    private readonly ThreadWorkerPool _pool = new(new ThreadWorkerPoolOptions { Workers = 2, CancelGrace = TimeSpan.Zero });

    [Fact]
    public Task Arguments_and_results_of_items_that_succeeded() =>
        MustLetGoAsync(() =>
        {
            var items = NewItems(100);
            return Track(
                items,
                _pool.Map(x => new object(), items),
                _pool.Imap(x => new object(), items.Where(_ => true)).ToList()
            );
        });

    [Fact]
    public Task Of_items_that_failed_and_of_those_that_never_began() =>
        MustLetGoAsync(() =>
        {
            var items = NewItems(100);
            Assert.Throws<FormatException>(() => _pool.Map(x => Equals(x, items[3]) ? throw new FormatException() : x, items));
            return Track(items);
        });

    [Fact]
    public Task Of_a_stream_that_was_left() =>
        MustLetGoAsync(() =>
        {
            var items = NewItems(100);
            var results = new List<object>();
            foreach (var result in _pool.Imap(x => new object(), items))
            {
                results.Add(result);
                if (results.Count == 3)
                    break;
            }

            return Track(items, results);
        });

    [Fact]
    public Task Captured_variables_and_the_function() =>
        MustLetGoAsync(() =>
        {
            var captured = new object();
            Func<object> function = () => captured;
            Assert.Same(captured, _pool.Apply(function));
            return Track([captured, function]);
        });

    [Fact]
    public async Task Of_an_item_whose_result_came_too_late()
    {
        using var gate = new ManualResetEventSlim();
        var tracked = await LateAsync(gate);

        gate.Set();

        await Patience.Until(() => _pool.AbandonedThreads == 0, "the thread has ended");
        await GoneAsync(tracked);
    }

    [Fact]
    public Task The_pool_itself_when_nobody_knows_it() =>
        MustLetGoAsync(() =>
        {
            var pool = new ThreadWorkerPool(2);
            Assert.Equal(1, pool.Apply(() => 1));
            return Track([pool]);
        });

    private protected override Task EndAsync() => _pool.DisposeAsync().AsTask().Soon();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private async Task<WeakReference[]> LateAsync(ManualResetEventSlim gate)
    {
        var (argument, result) = (new object(), new object());
        await Assert.ThrowsAsync<TaskTimeoutException>(() =>
            _pool.ApplyAsync(Late, argument, new TaskOptions { Timeout = TimeSpan.FromMilliseconds(30) }).Soon()
        );
        return Track([argument, result]);

        object Late(object x)
        {
            gate.Wait();
            return result;
        }
    }

    private async Task MustLetGoAsync(Func<WeakReference[]> use) => await GoneAsync(Use(use));

    // A frame of its own: what it refers to must not stay on the stack.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference[] Use(Func<WeakReference[]> use) => use();

    private static Task GoneAsync(WeakReference[] tracked) =>
        Patience.Until(
            () =>
            {
                GC.Collect();
                return !tracked.Any(t => t.IsAlive);
            },
            "nobody holds the objects any more"
        );

    private static object[] NewItems(int count) => [.. Enumerable.Range(0, count).Select(_ => new object())];

    private static WeakReference[] Track(params IEnumerable<object>[] objects) =>
        [.. objects.SelectMany(o => o).Select(o => new WeakReference(o))];
}
