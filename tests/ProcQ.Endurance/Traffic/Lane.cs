namespace ProcQ.Endurance.Traffic;

/// <summary>One caller among several: makes one call after the other, all of one kind, until no items are left.</summary>
internal sealed class Lane(ProcessPool pool, Promise promise, ItemBook book, Work work, Blocks blocks)
{
    private const int MapItems = 3_000;
    private const int StreamItems = 2_000;
    private const int SingleItems = 100;
    private const int SinglesAtOnce = 10;
    private const int Attempts = 4;

    private readonly MapOptions _options = promise switch
    {
        Promise.Retries => new MapOptions { Retries = Attempts - 1 },
        Promise.AtMostOnce => new MapOptions { AtMostOnce = true },
        _ => new MapOptions(),
    };

    /// <summary>Maps that return when all is done.</summary>
    public async Task MapAsync()
    {
        while (blocks.Take(MapItems) is { Count: > 0 } block)
        {
            foreach (var outcome in await pool.MapOutcomesAsync(work.Number, block.Items(), _options))
                Record(block, outcome, outcome.Error is null && outcome.Result == Work.NumberOf(block.First + outcome.Index));
        }
    }

    /// <summary>Streams of outcomes, as they come.</summary>
    public async Task StreamAsync()
    {
        while (blocks.Take(StreamItems) is { Count: > 0 } block)
        {
            var outcomes = pool.ImapOutcomes(work.Words, block.Items(), _options);
            await foreach (var outcome in outcomes)
                Record(block, outcome, outcome.Error is null && outcome.Result == Work.WordsOf(block.First + outcome.Index));
        }
    }

    /// <summary>
    /// One stream, in the middle of which its pool is disposed: what was read from the input has its outcome, and what was not was never begun.
    /// </summary>
    public async Task BrokenStreamAsync(Block block)
    {
        var seen = 0;
        try
        {
            await foreach (var outcome in pool.ImapOutcomes(work.Number, block.Items(), _options))
            {
                Record(block, outcome, outcome.Error is null && outcome.Result == Work.NumberOf(block.First + outcome.Index));
                seen++;
            }
        }
        catch (OperationCanceledException)
        {
            // The input is read in order: if there is an outcome of each item up to here, there is none of a later one.
            for (; seen < block.Count; seen++)
                book.Record(block.First + seen, OutcomeStatus.Cancelled, right: true, neverBegun: true, promise);
        }
    }

    /// <summary>Streams in order, which throw for a lost item and go on.</summary>
    public async Task OrderedStreamAsync()
    {
        while (blocks.Take(StreamItems) is { Count: > 0 } block)
        {
            await using var results = pool.Imap(work.Number, block.Items(), _options);
            await using var reader = results.GetAsyncEnumerator();
            var item = block.First;
            while (await NextAsync(reader, item, block))
                item++;
        }
    }

    /// <summary>Single calls, several at a time.</summary>
    public async Task SinglesAsync()
    {
        var options = new TaskOptions { Retries = _options.Retries };
        while (blocks.Take(SingleItems) is { Count: > 0 } block)
        {
            await Parallel.ForEachAsync(
                block.Items(),
                new ParallelOptions { MaxDegreeOfParallelism = SinglesAtOnce },
                async (item, _) => await SingleAsync(item, options)
            );
        }
    }

    private async Task SingleAsync(long item, TaskOptions options)
    {
        try
        {
            var result = await pool.ApplyAsync(work.Number, item, options);
            book.Record(item, OutcomeStatus.Succeeded, result == Work.NumberOf(item), neverBegun: false, promise);
        }
        catch (WorkerLostException e)
        {
            Lost(item, e, e.EarlierAttempts.Count + 1, isItsOwn: e.Index == 0);
        }
    }

    /// <summary>False at the end of the stream.</summary>
    private async Task<bool> NextAsync(IAsyncEnumerator<long> reader, long item, Block block)
    {
        try
        {
            if (!await reader.MoveNextAsync())
                return false;
            book.Record(item, OutcomeStatus.Succeeded, reader.Current == Work.NumberOf(item), neverBegun: false, promise);
        }
        catch (WorkerLostException e)
        {
            Lost(item, e, e.EarlierAttempts.Count + 1, isItsOwn: block.First + e.Index == item);
        }

        return true;
    }

    private void Record<T>(Block block, Outcome<T> outcome, bool right)
    {
        var item = block.First + outcome.Index;
        if (outcome.Error is WorkerLostException lost)
            Lost(item, lost, outcome.Attempts, isItsOwn: lost.Index == outcome.Index);
        else
            book.Record(item, outcome.Status, right || outcome.Status == OutcomeStatus.Cancelled, outcome.Attempts == 0, promise);
    }

    /// <summary>With attempts left it should not have been given up; what never began may be, after it cost too many workers.</summary>
    private void Lost(long item, WorkerLostException lost, int attempts, bool isItsOwn)
    {
        var usedUp = promise != Promise.Retries || attempts == Attempts || !lost.MayHaveExecuted;
        book.Record(item, OutcomeStatus.WorkerLost, usedUp && isItsOwn, !lost.MayHaveExecuted, promise);
    }
}
