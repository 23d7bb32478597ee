namespace ProcQ;

/// <summary>How a request is to be run, and what its owner wants to remember of it. Immutable; checked when the request is made.</summary>
public sealed record RequestOptions
{
    /// <summary>Anything: it stays here and is found on the <see cref="Request"/> again. Default: null. As <c>requestID</c> of Python's threadpool, which need not be unique here.</summary>
    public object? Tag { get; init; }

    /// <summary>Among requests that wait, the higher number goes first; equal ones go in the order in which they were put. Default: 0.</summary>
    public int Priority { get; init; }

    /// <summary>
    /// Run budget, from the moment the function begins; when it is used up the function is killed with its worker, and the error callback gets a
    /// <see cref="TaskTimeoutException"/>. Default: null, that of the pool. Range: more than zero; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> is none.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Further attempts when the worker was lost or the time was up. Default: 0. Range: 0 and up.</summary>
    public int Retries { get; init; }

    /// <summary>The request's name in logs and errors. Default: null, the name of the function.</summary>
    public string? Name { get; init; }

    internal static RequestOptions Default { get; } = new();

    internal TaskOptions ForTask() =>
        new TaskOptions
        {
            Priority = Priority,
            Timeout = Timeout,
            Retries = Retries,
            Name = Name,
        }.Validated();
}
