namespace ProcQ.Pipelines;

/// <summary>An item's turn to pass its results on, where order is kept.</summary>
internal abstract class Ticket<T>
{
    /// <summary>Passes on what comes of the item, as it comes, to the last.</summary>
    public abstract Task EmitAsync(ISink<T> outlet);
}
