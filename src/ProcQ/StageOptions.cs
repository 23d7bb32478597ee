namespace ProcQ;

/// <summary>How a stage is to be run. Immutable; checked when the stage is added.</summary>
public sealed record StageOptions
{
    /// <summary>How many items it runs at once. Default: 1. Range: 1 and up. As the number of threads in jobq's <c>(function, n)</c>.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>Where its workers live. Default: <see cref="StageKind.Process"/>.</summary>
    public StageKind Kind { get; init; }

    /// <summary>
    /// Passes results on in the order in which their items came, whichever is ready first; up to <see cref="Capacity"/> items are ahead of the slowest. Default:
    /// null, which is true for a partitioned stage and false for all others; a stage of one worker keeps the order in any case. As <c>keep_order</c> of jobq, for one stage.
    /// </summary>
    public bool? Ordered { get; init; }

    /// <summary>
    /// Items that may wait in front of the stage; whoever feeds it waits while there are so many. Default: 1024, as in jobq. Range: 1 and up.
    /// </summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>
    /// Run budget of one item, from the moment it begins; an item that uses it up is killed with its worker, or given up with its thread. Of a stage with many results it is the time the
    /// worker spends on all of them; waiting for whoever takes them does not count. Default: null, that of the pool's options.
    /// Range: more than zero; <see cref="System.Threading.Timeout.InfiniteTimeSpan"/> is none.
    /// </summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>
    /// Further attempts at an item whose worker was lost or whose time was up. Default: 0. Range: 0 and up. An item that has passed a result on is not tried again.
    /// </summary>
    public int Retries { get; init; }

    /// <summary>The stage's name in failures, statistics and logs. Default: null, the name of the function.</summary>
    public string? Name { get; init; }

    /// <summary>
    /// How the processes of this stage are to be (initializer, environment, memory limit and so on); <see cref="ProcessPoolOptions.Workers"/> is not looked at, and for
    /// threads nothing but the name, the reporter and the logger is. Default: null,
    /// <see cref="PipelineOptions.Processes"/>.
    /// </summary>
    public ProcessPoolOptions? Processes { get; init; }

    internal static StageOptions Default { get; } = new();

    internal StageOptions Validated()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1, nameof(Workers));
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1, nameof(Capacity));
        Limits.ThrowIfNotPositive(Timeout, nameof(Timeout));
        ArgumentOutOfRangeException.ThrowIfNegative(Retries, nameof(Retries));
        if (Kind is not (StageKind.Process or StageKind.Thread))
            throw new ArgumentOutOfRangeException(nameof(Kind), Kind, "The workers of a stage are processes or threads.");
        return this;
    }
}
