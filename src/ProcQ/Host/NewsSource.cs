namespace ProcQ.Host;

/// <summary>Where a runner waits for what its pool has to say.</summary>
internal abstract class NewsSource
{
    /// <summary>The runner has nothing to do: returns when there is news.</summary>
    public abstract void AwaitNews();

    /// <summary>The runner is busy, and has been for a moment: somebody else has to listen meanwhile.</summary>
    public abstract void TakeOver();
}
