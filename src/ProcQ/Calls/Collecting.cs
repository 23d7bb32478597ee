namespace ProcQ.Calls;

/// <summary>Runs a call over many items to its end: Map and MapOutcomes, blocking and awaited.</summary>
internal static class Collecting
{
    public static TCollected[] Run<T, TCollected>(OpenCall<T> call, Collector<TCollected> into)
    {
        try
        {
            while (!into.IsComplete)
            {
                if (!Advance(call, into))
                    call.News.Wait();
            }

            call.ThrowIfInputFailed();
        }
        finally
        {
            try
            {
                // Ends the input, which is the user's code.
                call.Close(kill: call.Handle.Info.Caller.IsCancellationRequested);
            }
            finally
            {
                call.Audience.Leave();
            }
        }

        return Finish(call, into);
    }

    public static async Task<TCollected[]> RunAsync<T, TCollected>(OpenCall<T> call, Collector<TCollected> into)
    {
        try
        {
            while (!into.IsComplete)
            {
                if (!Advance(call, into))
                    await call.News.WaitAsync().ConfigureAwait(false);
            }

            call.ThrowIfInputFailed();
        }
        finally
        {
            try
            {
                call.Close(kill: call.Handle.Info.Caller.IsCancellationRequested);
            }
            finally
            {
                await call.Audience.LeaveAsync().ConfigureAwait(false);
            }
        }

        return Finish(call, into);
    }

    /// <summary>Reads what input there is room for and takes what results there are; says whether there was either.</summary>
    private static bool Advance<T, TCollected>(OpenCall<T> call, Collector<TCollected> into)
    {
        var read = call.Step();
        call.ThrowIfInputFailed();
        return into.Drain(call.Handle) || read;
    }

    private static TCollected[] Finish<T, TCollected>(OpenCall<T> call, Collector<TCollected> into)
    {
        call.Handle.Info.Caller.ThrowIfCancellationRequested();
        return into.Finish(call.Handle);
    }
}
