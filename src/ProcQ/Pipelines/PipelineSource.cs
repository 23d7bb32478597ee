namespace ProcQ.Pipelines;

/// <summary>Where a chain begins.</summary>
/// <param name="Options">Checked.</param>
/// <param name="IsPushed">It is fed by its owner, and not by a sequence.</param>
internal sealed record PipelineSource(PipelineOptions Options, bool IsPushed);
