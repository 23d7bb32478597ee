namespace ProcQ;

/// <summary>What becomes of a pipeline when one of its items fails: throws, times out, loses its worker, or cannot travel.</summary>
public enum FailurePolicy
{
    /// <summary>The pipeline stops: what has not begun never runs, what runs is asked to stop and then killed, and whoever reads or joins gets a <see cref="StageException"/>.</summary>
    Stop,

    /// <summary>The item is dropped and reported (<see cref="PipelineOptions.Failed"/>, <c>Failures</c>, the statistics); the rest goes on. As jobq does, which only logs it.</summary>
    Continue,
}
