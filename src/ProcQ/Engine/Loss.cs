using ProcQ.Launching;
using ProcQ.Workers;

namespace ProcQ.Engine;

/// <summary>How a worker was lost, as far as it concerns an item.</summary>
internal sealed record Loss(ProcessExit Exit, string OutputTail, WorkerStartException? Cause = null)
{
    /// <summary>Where the worker was in the item.</summary>
    public WorkPhase Phase { get; init; }

    /// <summary>How long it had been in it; null when it was not.</summary>
    public TimeSpan? RanFor { get; init; }

    /// <summary>What was seen of the process when somebody looked last.</summary>
    public Sight Sight { get; init; } = Sight.None;

    /// <summary>No worker can be started, so items that wait are not run.</summary>
    public static Loss OfStart(WorkerStartException cause) =>
        new(new ProcessExit(cause.ExitCode, "no worker could be started"), cause.OutputTail, cause);

    /// <summary>The worker died. <paramref name="scene"/>: what is known of this very item, null when the worker was not in it.</summary>
    public static Loss OfDeath(WorkerEvent.Died died, Scene? scene) =>
        new(died.Exit, died.OutputTail)
        {
            Phase = scene is null ? WorkPhase.Idle : died.Phase,
            RanFor = scene?.RanFor,
            Sight = died.Sight,
        };
}
