using ProcQ.Calls;
using ProcQ.Engine;
using ProcQ.Host;
using ProcQ.Wire;

namespace ProcQ;

/// <summary>
/// Never called. A compiler that compiles ahead leaves out what is generic unless it sees of which types: these are the ones that most programs use, and their first
/// calls would otherwise run in code that waits to be compiled properly.
/// </summary>
internal static class CompiledAhead
{
    public static void Calls(WorkerPool pool, ByValue transfer, PoolEngine engine, Call call)
    {
        Argument<int>(pool, transfer, engine, call);
        Argument<long>(pool, transfer, engine, call);
        Argument<double>(pool, transfer, engine, call);
        Argument<string>(pool, transfer, engine, call);
    }

    private static void Argument<T>(WorkerPool pool, ByValue transfer, PoolEngine engine, Call call)
    {
        transfer.NewStore<T>();
        transfer.Pack<T>(default!);
        transfer.NewWriter<T>(engine, call);
        Function<T, int>(pool, transfer);
        Function<T, long>(pool, transfer);
        Function<T, double>(pool, transfer);
        Function<T, bool>(pool, transfer);
        Function<T, string>(pool, transfer);
    }

    private static void Function<T, TResult>(WorkerPool pool, ByValue transfer)
    {
        Func<T, TResult> f = static _ => default!;
        IEnumerable<T> items = [];
        transfer.Define<T, TResult>(f);
        pool.Apply(f, default!);
        _ = pool.ApplyAsync(f, default!);
        pool.Map(f, items);
        _ = pool.MapAsync(f, items);
        pool.Imap(f, items);
        pool.ImapUnordered(f, items);
        InvocationShape.Value<T, TResult>(f, Payload.Own);
    }
}
