namespace ProcQ.Calls;

/// <summary>Apply: one function, one argument or none.</summary>
internal static class ApplyCalls
{
    public static TResult Run<T, TResult>(CallDesk desk, Delegate f, T argument, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(f);
        desk.ThrowIfOwnWorkerWaits();
        var call = desk.OpenOne<T, TResult>(f, argument, TaskOptions.Default, ct);
        return SingleCall<TResult>.ResultOf(call.Wait());
    }

    public static Task<TResult> RunAsync<T, TResult>(
        CallDesk desk,
        Delegate f,
        T argument,
        TaskOptions? options,
        CancellationToken ct
    )
    {
        ArgumentNullException.ThrowIfNull(f);
        options = (options ?? TaskOptions.Default).Validated();
        if (ct.IsCancellationRequested)
            return Task.FromCanceled<TResult>(ct);
        options = options.OfHere();
        try
        {
            return desk.TryQueue<T, TResult>(f, argument, options, ct)?.Task
                ?? FinishAsync(desk, desk.OpenOne<T, TResult>(f, argument, options, ct).WaitAsync, options);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // Just now: as if it had been before.
            return Task.FromCanceled<TResult>(ct);
        }
    }

    /// <summary>How a function without an argument ended. The options must have been checked.</summary>
    public static Outcome<TResult> Outcome<TResult>(CallDesk desk, Delegate f, TaskOptions options) =>
        desk.OpenOne<Wire.Nothing, TResult>(f, default, options, CancellationToken.None).Wait();

    /// <summary>As <see cref="Outcome"/>, without blocking.</summary>
    public static Task<Outcome<TResult>> OutcomeAsync<TResult>(
        CallDesk desk,
        Delegate f,
        TaskOptions options,
        CancellationToken ct
    ) => desk.OpenOne<Wire.Nothing, TResult>(f, default, options, ct).WaitAsync();

    /// <summary>The result of a call that ends like this, after those who are to be called back have been.</summary>
    public static async Task<TResult> FinishAsync<TResult>(
        CallDesk desk,
        Func<Task<Outcome<TResult>>> ending,
        TaskOptions options
    )
    {
        var outcome = await ending().ConfigureAwait(false);
        // The outcome may have been there at once, and a callback must not run in the caller's own call.
        if (options.OnSuccess is not null || options.OnError is not null)
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        if (outcome.Error is null && options.OnSuccess is { } succeeded)
            desk.CallBack(options.Surroundings, () => succeeded(typeof(TResult) == typeof(Wire.Nothing) ? null : outcome.Result));
        else if (outcome.Error is { } error && options.OnError is { } failed)
            desk.CallBack(options.Surroundings, () => failed(error));
        return SingleCall<TResult>.ResultOf(outcome);
    }
}
