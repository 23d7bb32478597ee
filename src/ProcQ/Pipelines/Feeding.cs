namespace ProcQ.Pipelines;

/// <summary>Reads the input of a pipeline into its first stage, an element whenever there is a place for it.</summary>
internal static class Feeding
{
    public static async Task FeedAsync<T>(IEnumerable<T> items, Inbox<T> into, PipelineRun run)
    {
        try
        {
            using var reading = items.GetEnumerator();
            for (var index = 0L; ; index++)
            {
                await into.ReserveAsync(run.Stopping).ConfigureAwait(false);
                if (!reading.MoveNext())
                    break;
                into.Put(new Envelope<T>(index, new(reading.Current)));
            }
        }
        catch (Exception e) when (!run.Stopping.IsCancellationRequested)
        {
            // The input is the user's code; its exception is handed out after the results of what came before it.
            run.InputFailed(e);
        }

        into.Complete();
    }

    public static async Task FeedAsync<T>(IAsyncEnumerable<T> items, Inbox<T> into, PipelineRun run)
    {
        try
        {
            var reading = items.GetAsyncEnumerator(run.Stopping);
            await using (reading.ConfigureAwait(false))
            {
                for (var index = 0L; ; index++)
                {
                    await into.ReserveAsync(run.Stopping).ConfigureAwait(false);
                    if (!await reading.MoveNextAsync().ConfigureAwait(false))
                        break;
                    into.Put(new Envelope<T>(index, new(reading.Current)));
                }
            }
        }
        catch (Exception e) when (!run.Stopping.IsCancellationRequested)
        {
            // As above.
            run.InputFailed(e);
        }

        into.Complete();
    }

    /// <summary>Takes what nobody wants.</summary>
    public static async Task DropAsync<T>(Inbox<T> from, CancellationToken stop)
    {
        await foreach (var _ in from.TakeAllAsync(stop).ConfigureAwait(false))
            from.Free();
    }
}
