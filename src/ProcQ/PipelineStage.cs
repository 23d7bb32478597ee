namespace ProcQ;

/// <summary>
/// The handle of a stage: what failures and statistics are about, and what is resized. Two stages of the same function have two. See
/// <see cref="PipelineBuilder{T}.As"/> and <see cref="Pipeline{T}.Stages"/>.
/// </summary>
public sealed class PipelineStage
{
    internal PipelineStage(int index, string name, StageKind kind) => (Index, Name, Kind) = (index, name, kind);

    /// <summary>Its place in the pipeline, from 0.</summary>
    public int Index { get; }

    /// <summary><see cref="StageOptions.Name"/>, or the name of its function.</summary>
    public string Name { get; }

    /// <summary>Where its workers live.</summary>
    public StageKind Kind { get; }

    /// <summary>Index and name.</summary>
    public override string ToString() => $"{Index}: {Name}";
}
