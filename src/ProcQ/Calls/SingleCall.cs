using System.Runtime.ExceptionServices;
using ProcQ.Engine;

namespace ProcQ.Calls;

/// <summary>A call of one item, and the wait for its outcome.</summary>
internal sealed class SingleCall<TResult>(CallHandle handle, Signal news, ResultReader<TResult> reader)
{
    public Outcome<TResult> Wait()
    {
        using (handle)
        {
            while (true)
            {
                if (reader.TryRead(out _) is { } outcome)
                    return outcome;
                news.Wait();
            }
        }
    }

    public async Task<Outcome<TResult>> WaitAsync()
    {
        using (handle)
        {
            while (true)
            {
                if (reader.TryRead(out _) is { } outcome)
                    return outcome;
                await news.WaitAsync().ConfigureAwait(false);
            }
        }
    }

    /// <summary>The result, or its error thrown.</summary>
    public static TResult ResultOf(Outcome<TResult> outcome)
    {
        if (outcome.Error is { } error)
            ExceptionDispatchInfo.Throw(error);
        return outcome.Result;
    }
}
