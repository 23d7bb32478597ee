namespace ProcQ.Pipelines;

/// <summary>An item on its way through a pipeline, and the index of the input element from which it stems.</summary>
internal readonly record struct Envelope<T>(long Index, Carried<T> Carried)
{
    /// <summary>The item, for who looks at it.</summary>
    public T Value => Carried.Value;
}
