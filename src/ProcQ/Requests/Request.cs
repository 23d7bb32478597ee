using System.Runtime.ExceptionServices;

namespace ProcQ.Requests;

/// <summary>See <see cref="Request"/>: the type of its argument is forgotten in <paramref name="call"/>.</summary>
internal sealed class Request<TResult>(
    Func<WorkerPool, TaskOptions, CancellationToken, Task<TResult>> call,
    Action<Request, TResult>? onResult,
    Action<Request, Exception>? onError,
    RequestOptions options
) : Request(options)
{
    private readonly TaskOptions _terms = options.ForTask();
    private TResult? _result;

    internal override Task StartAsync(WorkerPool pool, Action ended) =>
        AwaitAsync(call(pool, _terms with { Ended = ended }, CancellationToken.None));

    internal override void Deliver()
    {
        if (Error is null)
            onResult?.Invoke(this, _result!);
        else if (onError is not null)
            onError(this, Error);
        else
            ExceptionDispatchInfo.Throw(Error);
    }

    private async Task AwaitAsync(Task<TResult> result)
    {
        try
        {
            _result = await result.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Whatever it is, it is the fate of this request, and goes to whom it belongs.
            Error = e;
        }
    }
}
