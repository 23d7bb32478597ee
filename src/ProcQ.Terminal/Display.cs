namespace ProcQ.Terminal;

/// <summary>A way to show a board.</summary>
internal abstract class Display
{
    /// <summary>How often <see cref="Show"/> wants to be called.</summary>
    public abstract TimeSpan Interval { get; }

    /// <summary>The first.</summary>
    public abstract void Begin(BoardView view);

    /// <summary>How it is now. Called by one thread at a time.</summary>
    public abstract void Show(BoardView view);

    /// <summary>Something went wrong.</summary>
    public abstract void Tell(WorkerInfo worker, string text);

    /// <summary>The last.</summary>
    public abstract void End(BoardView view);
}
