using ProcQ.Host;
using ProcQ.Wire;

namespace ProcQ.Threads;

/// <summary>Makes one shape of the functions that a pool takes: none, one or a tuple of parameters; nothing, a value, or a task of either returned.</summary>
internal static class FunctionShape
{
    // Tasks first: a function that returns one is also a function that returns an object.
    public static Func<T, TResult> Of<T, TResult>(Delegate function) =>
        Unpacking.Of(function) switch
        {
            Func<T, Task<TResult>> f => x => Awaited.Result(f(x)),
            Func<Task<TResult>> f => _ => Awaited.Result(f()),
            Func<T, TResult> f => f,
            Func<TResult> f => _ => f(),
            _ => (Func<T, TResult>)(object)OfNoResult<T>(function),
        };

    private static Func<T, Nothing> OfNoResult<T>(Delegate function) =>
        function switch
        {
            Func<T, Task> f => x => Awaited.Done(f(x)),
            Func<Task> f => _ => Awaited.Done(f()),
            Action<T> f => x =>
            {
                f(x);
                return default;
            },
            Action f => _ =>
            {
                f();
                return default;
            },
            _ => throw new NotSupportedException($"A function of type {function.GetType()} cannot be called by a worker."),
        };
}
