namespace ProcQ.Pipelines;

/// <summary>One pool of a stage and what it is doing. Items are given to it one after the other, by one loop.</summary>
internal abstract class StageLane<TIn, TOut>(WorkerPool pool)
{
    public WorkerPool Pool => pool;

    /// <summary>Its own loop, which never fails; ends after <see cref="Complete"/> when all items are done with.</summary>
    public Task Working { get; set; } = Task.CompletedTask;

    /// <summary>Its loop has been begun.</summary>
    public bool IsStarted { get; set; }

    /// <summary>Called when it can take another item, by a lane that takes one at a time.</summary>
    public Action? Free { get; set; }

    /// <summary>Items it has finished, and items that run.</summary>
    public abstract (long Finished, long Doing) Look();

    /// <summary>Takes an item in; its ticket passes on what comes of it, where order is kept.</summary>
    public abstract Ticket<TOut> Give(Envelope<TIn> item);

    /// <summary>No more items will be given.</summary>
    public abstract void Complete();

    public abstract Task WorkAsync();

    /// <summary>Gives up what is open and waits until the workers are gone.</summary>
    public virtual Task EndAsync() => pool.DisposeAsync().AsTask();
}
